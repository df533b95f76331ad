package selaras.acceptance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.time.LocalDateTime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import selaras.testing.Eventually;
import selaras.testing.TestCluster;
import selaras.testing.WallClocks;

/** A lease lasts as long as was promised, whatever becomes of the wall clocks of the nodes. */
final class WallClockIT {
  private static final Duration HOURS = Duration.ofHours(7);

  /** The way of a request and of an answer on a busy machine. */
  private static final Duration WAY = Duration.ofSeconds(1);

  /** As in {@link LeaseTimeIT}: log time lags by a second, and an election takes its time. */
  private static final Duration CHANGE_OF_LEADER = Duration.ofSeconds(6);

  private static TestCluster cluster;
  private static WallClocks clocks;

  @BeforeAll
  static void nodesWhoseClocksCanBeSet() {
    assumeTrue(WallClocks.available(), "libfaketime is not installed");
    cluster = TestCluster.shared();
    clocks = cluster.clocks();
  }

  @AfterEach
  void right() {
    clocks.reset();
    cluster.up();
  }

  @AfterAll
  static void leave() {
    if (cluster != null) {
      cluster.usualClocks();
    }
  }

  @Test
  void leadersClockSetForwardByHours_notEarlyNotLate() {
    int leader = cluster.leader();
    Lease lease = lease(5, leader);
    set(leader, HOURS);
    lease.checkEnded("the leader's clock seven hours forward", WAY);
  }

  @Test
  void leadersClockSetBackByHours_notEarlyNotLate() {
    int leader = cluster.leader();
    Lease lease = lease(5, leader);
    set(leader, HOURS.negated());
    lease.checkEnded("the leader's clock seven hours back", WAY);
  }

  @Test
  void clocksHoursApartAndLeaderKilled_notEarlyAndLateByOneChange() {
    int leader = cluster.leader();
    set(TestCluster.othersThan(leader).get(0), HOURS);
    set(TestCluster.othersThan(leader).get(1), HOURS.negated());
    Lease lease = lease(5, leader);
    cluster.kill(leader);
    lease.checkEnded("clocks fourteen hours apart, the leader killed", CHANGE_OF_LEADER.plus(WAY));
  }

  private Lease lease(int seconds, int leader) {
    int follower = TestCluster.othersThan(leader).get(0);
    return new Lease(cluster.api(), Duration.ofSeconds(seconds), leader, follower);
  }

  /** Sets it, and sees by the node itself that it is set. */
  private static void set(int node, Duration ahead) {
    clocks.set(node, ahead);
    Eventually.holds(
        "the clock of node " + node + " is " + ahead + " ahead",
        Duration.ofSeconds(3),
        () -> isNear(cluster.wallClock(node), LocalDateTime.now().plus(ahead)));
  }

  private static boolean isNear(LocalDateTime one, LocalDateTime other) {
    return Duration.between(one, other).abs().compareTo(Duration.ofMinutes(1)) < 0;
  }
}
