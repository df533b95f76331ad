package selaras.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static selaras.acceptance.Calls.fresh;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import selaras.testing.Eventually;
import selaras.testing.TestCluster;

class FailoverIT {
  private final TestCluster cluster = TestCluster.shared();
  private final Calls calls = new Calls(cluster.api());
  private final String name = fresh("failover");

  @Test
  void leaderKilled_anotherElectedNothingLostKilledNodeCatchesUp() {
    int old = cluster.leader();
    remember(old);

    cluster.kill(old);

    everythingIsThere(old);
    FirstAnswers answers = new FirstAnswers(cluster.api(), old);
    try (answers) {
      cluster.start(old);
      catchesUp(old);
    }
    assertThat(answers.wrong()).isEmpty();
  }

  @Test
  void leaderStopped_anotherElectedNothingLost() {
    int old = cluster.leader();
    remember(old);

    cluster.stop(old);

    everythingIsThere(old);
  }

  @Test
  void leaderFrozen_anotherElectedAndTheOldOneFollowsWhenItGoesOn() {
    int old = cluster.leader();
    remember(old);

    cluster.pause(old);
    everythingIsThere(old);
    cluster.resume(old);

    catchesUp(old);
    calls.lock(old, name, "other").problem(409);
  }

  private void remember(int node) {
    calls.lock(node, name, "keeper").ok();
    calls.produce(node, name, "kept").ok();
    calls.put(node, name, "kept").ok();
  }

  /** A new leader is known, what was acknowledged is there, and all operations work. */
  private void everythingIsThere(int lost) {
    int survivor = TestCluster.othersThan(lost).get(0);
    int other = TestCluster.othersThan(lost).get(1);
    int leader = cluster.leader(survivor, other);
    assertThat(leader).isNotEqualTo(lost);

    calls.lock(survivor, name, "other").problem(409);
    assertThat(calls.consume(other, name).ok().string("message")).isEqualTo("kept");
    assertThat(calls.read(survivor, name).ok().string("value")).isEqualTo("kept");
    String id = calls.lock(other, fresh("after"), "client").ok().string("lock_id");
    calls.unlock(survivor, id).ok();
    calls.produce(survivor, name, "new").ok();
    calls.put(other, fresh("after"), "new").ok();
  }

  private void catchesUp(int node) {
    long committed = status(cluster.leader(), "commit_index");
    Eventually.holds(
        "node " + node + " at " + committed,
        Duration.ofSeconds(60),
        () -> status(node, "applied_index") >= committed);
  }

  private long status(int node, String member) {
    return cluster.api().get(node, "/status").ok().number(member);
  }
}
