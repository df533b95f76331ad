package selaras.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static selaras.acceptance.Calls.fresh;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import selaras.testing.Answer;
import selaras.testing.Api;
import selaras.testing.Eventually;
import selaras.testing.TestCluster;

/**
 * Kills one leader after the other while clients work. {@code -Dselaras.kill.rounds=20} makes it
 * more than three times.
 */
class LeaderKillIT {
  private static final int ROUNDS = Integer.getInteger("selaras.kill.rounds", 3);
  private static final long LONG_LEASE_MILLIS = 3_600_000;

  /** For sanity alone: what is usual is printed. */
  private static final Duration WORST_OUTAGE = Duration.ofSeconds(5);

  private final TestCluster cluster = TestCluster.shared();
  private final Api api = cluster.api();
  private final Calls calls = new Calls(api);
  private final Traffic traffic = new Traffic(api, new Retries());
  private final List<Answer> kept = new ArrayList<>();

  @Test
  void leaderKilledAgainAndAgainUnderLoad_nothingAcknowledgedIsLostNothingIsHeldTwice() {
    List<Duration> outages = new ArrayList<>();
    try (Load load = new Load()) {
      traffic.start(load);
      for (int round = 1; round <= ROUNDS; round++) {
        load.awaitSteps(10);
        outages.add(killAndBringBack(load));
      }
    } finally {
      report(outages);
    }
    traffic.verify();
    kept.forEach(this::releaseOnce);
    assertThat(outages).hasSize(ROUNDS).allMatch(outage -> outage.compareTo(WORST_OUTAGE) < 0);
  }

  /** One round; how long no lock was to be had. */
  private Duration killAndBringBack(Load load) {
    int old = cluster.leader();
    int follower = TestCluster.othersThan(old).get(0);
    kept.add(calls.lock(old, fresh("kept"), "keeper", "exclusive", LONG_LEASE_MILLIS).ok());
    kept.add(calls.lock(follower, fresh("kept"), "keeper", "exclusive", LONG_LEASE_MILLIS).ok());

    Duration outage;
    try (GrantProbe probe = new GrantProbe(api, follower)) {
      cluster.kill(old);
      outage = probe.longestGapUntilNextGrant();
    }
    TestCluster.othersThan(old).forEach(this::allStillHeld);
    load.awaitSteps(10);

    load.easily(() -> cluster.start(old));
    catchesUpUnderLoad(old);
    load.awaitSteps(10);
    allStillHeld(old);
    return outage;
  }

  /** What is committed now is applied there before long, although more comes all the time. */
  private void catchesUpUnderLoad(int node) {
    long committed = status(cluster.leader()).number("commit_index");
    Eventually.holds(
        () -> "node " + node + " has applied " + committed + cluster.describe(),
        Duration.ofSeconds(60),
        () -> status(node).number("applied_index") >= committed);
    assertThat(status(cluster.leader()).number("commit_index")).isGreaterThan(committed);
  }

  private Answer status(int node) {
    return api.get(node, "/status").ok();
  }

  private void allStillHeld(int node) {
    for (Answer lock : kept) {
      Answer shown = api.get(node, "/lock/" + lock.string("resource_id")).ok();
      assertThat(shown.json().getJsonArray("holders")).as(shown.text()).hasSize(1);
      var holder = shown.json().getJsonArray("holders").getJsonObject(0);
      assertThat(holder.getString("holder_id")).isEqualTo("keeper");
      assertThat(holder.getJsonNumber("fencing_token").longValueExact())
          .isEqualTo(lock.number("fencing_token"));
    }
  }

  private void releaseOnce(Answer lock) {
    calls.unlock(1, lock.string("lock_id")).ok();
    Answer next = calls.lock(2, lock.string("resource_id"), "next").ok();
    assertThat(next.number("fencing_token")).isGreaterThan(lock.number("fencing_token"));
  }

  private static void report(List<Duration> outages) {
    List<Long> millis = new ArrayList<>(outages.stream().map(Duration::toMillis).toList());
    Collections.sort(millis);
    if (!millis.isEmpty()) {
      System.out.printf(
          "leader killed %d times: no lock granted for %d ms (median), %d ms (most)%n",
          millis.size(), millis.get(millis.size() / 2), millis.get(millis.size() - 1));
    }
  }
}
