package selaras.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import selaras.testing.Links;
import selaras.testing.Pause;
import selaras.testing.TestCluster;

/**
 * Hurts a cluster, one fault after the other, so that two nodes can always agree. Each kind comes
 * once before one comes twice. For one thread.
 */
final class Nemesis {
  private static final long SHORTEST_MILLIS = 1_700;
  private static final long LONGEST_MILLIS = 3_000;
  private static final long QUIET_MILLIS = 1_000;

  private final TestCluster cluster;
  private final Links links;
  private final Random random;
  private final List<Fault> ahead = new ArrayList<>();
  private final Map<Fault, Integer> done = new EnumMap<>(Fault.class);

  Nemesis(TestCluster cluster, Random random) {
    this.cluster = cluster;
    this.links = cluster.links();
    this.random = random;
  }

  /** One fault, from doing to undoing it. */
  void strike() {
    if (ahead.isEmpty()) {
      Collections.addAll(ahead, Fault.values());
      Collections.shuffle(ahead, random);
    }
    Fault fault = ahead.remove(0);
    strike(fault, cluster.leader());
    done.merge(fault, 1, Integer::sum);
    Pause.millis(QUIET_MILLIS);
  }

  boolean hasDoneAll() {
    return done.size() == Fault.values().length;
  }

  /** How often each came. */
  Map<Fault, Integer> done() {
    return done;
  }

  private void strike(Fault fault, int leader) {
    List<Integer> followers = TestCluster.othersThan(leader);
    int follower = followers.get(random.nextInt(followers.size()));
    switch (fault) {
      case LEADER_KILLED -> kill(leader);
      case LEADER_PAUSED -> freeze(leader);
      case LEADER_ISOLATED -> cutWhile(() -> links.isolate(leader));
      case LEADER_MUTE -> cutWhile(() -> followers.forEach(other -> links.cut(leader, other)));
      case LEADER_DEAF -> cutWhile(() -> followers.forEach(other -> links.cut(other, leader)));
      case FOLLOWER_ISOLATED -> cutWhile(() -> links.isolate(follower));
    }
  }

  private void kill(int node) {
    cluster.kill(node);
    Pause.millis(QUIET_MILLIS);
    cluster.start(node);
  }

  private void freeze(int node) {
    cluster.pause(node);
    pauseSome();
    cluster.resume(node);
  }

  private void cutWhile(Runnable cut) {
    cut.run();
    pauseSome();
    links.heal();
  }

  private void pauseSome() {
    Pause.millis(random.nextLong(SHORTEST_MILLIS, LONGEST_MILLIS));
  }
}
