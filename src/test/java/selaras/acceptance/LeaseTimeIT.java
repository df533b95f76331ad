package selaras.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import selaras.testing.Answer;
import selaras.testing.Api;
import selaras.testing.Eventually;
import selaras.testing.TestCluster;

/**
 * A lease never ends early, and late by no more than is documented: one second for each change of
 * the leader, and the time without one.
 */
final class LeaseTimeIT {
  /** What log time can lag behind when a leader is lost: it is logged at least every second. */
  private static final Duration LOG_TIME_LAG = Duration.ofSeconds(1);

  /** As in {@link LeaderKillIT}: for sanity alone; what is usual is printed. */
  private static final Duration WORST_ELECTION = Duration.ofSeconds(5);

  /** The way of a request and of an answer on a busy machine. */
  private static final Duration WAY = Duration.ofSeconds(1);

  private static final Duration PER_CHANGE = LOG_TIME_LAG.plus(WORST_ELECTION);

  private final TestCluster cluster = TestCluster.shared();
  private final Api api = cluster.api();

  @Test
  void nothingHappens_endsInTime() {
    Lease lease = lease(3, 1, 2);
    lease.checkEnded("nothing happens", WAY);
  }

  @Test
  void leaderKilled_notEarlyAndLateByOneChange() {
    int leader = cluster.leader();
    Lease lease = lease(4, leader, follower(leader));
    cluster.kill(leader);
    lease.checkEnded("leader killed", PER_CHANGE.plus(WAY));
  }

  @Test
  void leaderPausedLongerThanTheLease_notEarlyAndTheOldLeaderDoesNotGiveItToo() {
    int leader = cluster.leader();
    int follower = follower(leader);
    Lease lease = lease(3, leader, follower);
    cluster.pause(leader);
    lease.checkEnded("leader paused", PER_CHANGE.plus(WAY));
    cluster.resume(leader);
    // the one who comes back was leader for all it knew; it must not answer out of its old copy
    Answer shown = new PersistentClient(api, leader).get("/lock/" + lease.resource()).ok();
    assertThat(shown.json().getJsonArray("holders").getJsonObject(0).getString("holder_id"))
        .isEqualTo("next");
  }

  @Test
  void leaderKilledThreeTimesInARow_notEarlyAndLateByThreeChanges() {
    Lease lease = lease(8, 1, 2);
    for (int change = 0; change < 3; change++) {
      int leader = cluster.leader();
      cluster.kill(leader);
      cluster.leader(TestCluster.othersThan(leader).toArray(Integer[]::new));
      cluster.start(leader);
      caughtUp(leader);
    }
    lease.checkEnded("leader killed three times", PER_CHANGE.multipliedBy(3).plus(WAY));
  }

  @Test
  void idleClusterBeforeTheChange_lateByTheChangeAndNotByTheIdleTime() {
    int leader = cluster.leader();
    Lease lease = lease(13, leader, follower(leader));
    Eventually.holds(
        "nine seconds in which nobody asks for anything",
        Duration.ofSeconds(30),
        () -> lease.age().compareTo(Duration.ofSeconds(9)) > 0);
    cluster.kill(leader);
    lease.checkEnded("idle, then leader killed", PER_CHANGE.plus(WAY));
  }

  @Test
  void allNodesKilledAndStartedAgain_notEarlyAndTheRestCountsFromThen() {
    Lease lease = lease(4, 1, 2);
    long down = System.nanoTime();
    cluster.killAll();
    cluster.up();
    Duration outage = Duration.ofNanos(System.nanoTime() - down);
    lease.checkEnded("all nodes restarted", outage.plus(PER_CHANGE).plus(WAY));
  }

  private Lease lease(int seconds, int holderNode, int waiterNode) {
    return new Lease(api, Duration.ofSeconds(seconds), holderNode, waiterNode);
  }

  private static int follower(int leader) {
    return TestCluster.othersThan(leader).get(0);
  }

  private void caughtUp(int node) {
    long committed = api.get(cluster.leader(), "/status").ok().number("commit_index");
    Eventually.holds(
        "node " + node + " has applied " + committed,
        Duration.ofSeconds(60),
        () -> api.get(node, "/status").ok().number("applied_index") >= committed);
  }
}
