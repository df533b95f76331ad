package selaras.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static selaras.acceptance.Calls.fresh;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import selaras.testing.Answer;
import selaras.testing.Eventually;
import selaras.testing.Links;
import selaras.testing.TestCluster;

class PartitionIT {
  private static final Duration BOUND = Duration.ofSeconds(6);
  private static final Duration ELECTION = Duration.ofSeconds(30);

  private final TestCluster cluster = TestCluster.shared();
  private final Links links = cluster.links();
  private final Calls calls = new Calls(cluster.api());
  private final String held = fresh("partition");
  private final int old = cluster.leader();
  private final List<Integer> others = TestCluster.othersThan(old);

  @AfterEach
  void heal() {
    links.heal();
  }

  @Test
  void leaderIsolated_refusesInTimeOthersGoOnAndItFollowsAfterwards() {
    calls.lock(old, held, "keeper").ok();
    links.isolate(old);
    long heard = heardBy(old);
    long between = links.bytes(others.get(0), others.get(1));

    assertThat(cluster.leader(others.toArray(Integer[]::new))).isNotEqualTo(old);
    String lockedMeanwhile = fresh("partition");
    othersGrant(lockedMeanwhile);
    Answer refused = calls.lock(old, lockedMeanwhile, "minority").problem(503);
    assertThat(refused.json()).containsKey("may_have_been_applied");
    assertThat(refused.took()).isLessThan(BOUND);
    assertThat(cluster.api().get(old, "/lock/" + held).status()).isEqualTo(503);
    assertThat(heardBy(old)).isEqualTo(heard);
    assertThat(links.bytes(others.get(0), others.get(1))).isGreaterThan(between);

    links.heal();
    followsAgain();
    calls.lock(old, held, "other").problem(409);
    calls.lock(old, lockedMeanwhile, "other").problem(409);
  }

  /** It does not know yet, and what it confirmed a moment ago says nothing about now. */
  @Test
  void leaderJustIsolated_answersNoLook() {
    cluster.api().get(old, "/lock/" + held).ok();
    links.isolate(old);

    cluster.api().get(old, "/lock/" + held).problem(503);

    links.heal();
    followsAgain();
  }

  @Test
  void leaderNotHeard_othersGoOn() {
    others.forEach(other -> links.cut(old, other));

    othersGrant(fresh("partition"));

    links.heal();
    followsAgain();
  }

  @Test
  void leaderHearsNobody_othersGoOn() {
    others.forEach(other -> links.cut(other, old));

    othersGrant(fresh("partition"));

    links.heal();
    followsAgain();
  }

  private long heardBy(int node) {
    return others.stream().mapToLong(other -> links.bytes(other, node)).sum();
  }

  private void othersGrant(String resource) {
    Eventually.holds(
        "a lock is granted by the majority",
        ELECTION,
        () -> calls.lock(others.get(0), resource, "majority").status() == 200);
    calls.lock(others.get(1), resource, "other").problem(409);
  }

  private void followsAgain() {
    long committed = status(cluster.leader(others.toArray(Integer[]::new)), "commit_index");
    Eventually.holds(
        "node " + old + " at " + committed,
        Duration.ofSeconds(60),
        () -> status(old, "applied_index") >= committed);
  }

  private long status(int node, String member) {
    return cluster.api().get(node, "/status").ok().number(member);
  }
}
