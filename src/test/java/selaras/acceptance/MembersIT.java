package selaras.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static selaras.acceptance.Calls.fresh;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import selaras.testing.Answer;
import selaras.testing.Api;
import selaras.testing.Eventually;
import selaras.testing.TestCluster;

/** Nodes come and go while clients work and locks are held. */
class MembersIT {
  private static final long LONG_LEASE_MILLIS = 1_800_000;

  private final TestCluster cluster = TestCluster.shared();
  private final Api api = cluster.api();
  private final Calls calls = new Calls(api);
  private boolean isWhole;

  /** Whoever comes next finds three nodes, whatever happened here. */
  @AfterEach
  void leaveThree() {
    if (isWhole) {
      cluster.remove(4);
    } else {
      TestCluster.discard();
    }
  }

  @Test
  void members_addedRemovedAndReplacedUnderLoad_loseNothing() {
    List<Answer> held = new ArrayList<>();
    String name = fresh("kept");
    for (int i = 0; i < 20; i++) {
      held.add(calls.lock(i % 3 + 1, name + i, "keeper", "exclusive", LONG_LEASE_MILLIS).ok());
    }
    LockLoad locks = new LockLoad(api);
    try (Load load = new Load()) {
      for (int client = 0; client < 6; client++) {
        load.start("client" + client, locks.client(client));
      }
      load.awaitSteps(3);
      add(4, load);
      assertMembers(1, 2, 3, 4);
      load.awaitSteps(3);
      replaceLost(load);
      removeLeader(load);
    }
    refusesAnotherAddress();
    held.forEach(this::stillHeld);
    isWhole = true;
  }

  /** The clients take their time until the node lives, and then no more. */
  private void add(int node, Load load) {
    CompletableFuture<Void> added = CompletableFuture.runAsync(() -> cluster.add(node));
    load.easily(
        () ->
            Eventually.holds(
                "node-" + node + " lives",
                Duration.ofMinutes(10),
                () -> added.isDone() || cluster.isLive(node)));
    added.join();
  }

  /** One is gone for good, and a new one begins with nothing under its name. */
  private void replaceLost(Load load) {
    int lost = TestCluster.othersThan(cluster.leader(1, 2, 3, 4)).get(0);
    cluster.kill(lost);
    load.awaitSteps(3);
    cluster.remove(lost);
    add(lost, load);
    assertMembers(1, 2, 3, 4);
    load.awaitSteps(3);
  }

  /** It hands over, and is taken in again without what it had. */
  private void removeLeader(Load load) {
    int leader = cluster.leader(1, 2, 3, 4);
    cluster.remove(leader);
    load.awaitSteps(3);
    add(leader, load);
    assertMembers(1, 2, 3, 4);
    load.awaitSteps(3);
    load.check();
  }

  private void refusesAnotherAddress() {
    String elsewhere = "{\"host\":\"127.0.0.1\",\"http_port\":1,\"raft_port\":2}";
    Answer refusal = api.send("PUT", 2, "/cluster/members/node-1", "application/json", elsewhere);
    assertThat(refusal.problem(409).string("title")).isEqualTo("another address");
  }

  /** In the eyes of each of them, and each has the others among its peers. */
  private void assertMembers(Integer... nodes) {
    List<String> expected = List.of(nodes).stream().map(n -> "node-" + n).toList();
    for (int node : nodes) {
      Eventually.holds(
          "node-" + node + " knows " + expected, () -> membersAt(node).equals(expected));
      assertThat(api.get(node, "/status").ok().json().getJsonArray("peers"))
          .hasSize(nodes.length - 1);
    }
  }

  private List<String> membersAt(int node) {
    return api.get(node, "/cluster/members")
        .ok()
        .json()
        .getJsonArray("members")
        .getValuesAs(member -> member.asJsonObject().getString("node_id"));
  }

  /** Held by the same holder with the same token; and the next token is greater. */
  private void stillHeld(Answer lock) {
    String resource = lock.string("resource_id");
    JsonObject holder =
        calls
            .lock(4, resource, "other")
            .problem(409)
            .json()
            .getJsonArray("holders")
            .getJsonObject(0);
    assertThat(holder.getString("holder_id")).isEqualTo("keeper");
    assertThat(holder.getJsonNumber("fencing_token").longValueExact())
        .isEqualTo(lock.number("fencing_token"));
    calls.unlock(3, lock.string("lock_id")).ok();
    assertThat(calls.lock(1, resource, "other").ok().number("fencing_token"))
        .isGreaterThan(lock.number("fencing_token"));
  }
}
