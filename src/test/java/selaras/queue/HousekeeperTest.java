package selaras.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import selaras.cluster.NodeId;

class HousekeeperTest {
  private static final NodeId ONE = new NodeId("node-1");
  private static final NodeId TWO = new NodeId("node-2");

  /** A backlog of due messages in every queue; each call gives back ten. */
  private static class Backlog implements DueLeases {
    final List<Partition> calls = new ArrayList<>();
    List<Partition> finished = List.of();
    int due;

    @Override
    public List<Partition> partitions() {
      return IntStream.range(0, 50).mapToObj(i -> new Partition("queue", i)).toList();
    }

    @Override
    public int giveBack(Partition partition) {
      calls.add(partition);
      int moved = Math.min(10, due);
      due -= moved;
      return moved;
    }

    @Override
    public void finishDeletions(Predicate<Partition> mine) {
      finished = partitions().stream().filter(mine).toList();
    }
  }

  @Test
  void sweep_twoNodes_eachPartitionSweptByExactlyOne() {
    Backlog leases = new Backlog();

    sweep(leases, ONE);
    int first = leases.calls.size();
    sweep(leases, TWO);

    assertThat(first).isBetween(5, 45);
    assertThat(leases.calls).doesNotHaveDuplicates().hasSize(50);
    assertThat(leases.finished).isEqualTo(leases.calls.subList(first, 50));
  }

  @Test
  void sweep_backlog_drainedInRounds() {
    Backlog leases = new Backlog();
    leases.due = 95;

    sweep(leases, ONE);

    assertThat(leases.due).isZero();
  }

  @Test
  void sweep_endlessBacklog_bounded() {
    Backlog leases = new Backlog();
    leases.due = Integer.MAX_VALUE;

    sweep(leases, ONE);

    assertThat(leases.calls).hasSizeLessThan(50 * 25);
  }

  @Test
  void sweep_oneQueueBusy_askedOnceAndTheOthersAreSweptAllTheSame() {
    Backlog leases =
        new Backlog() {
          @Override
          public List<Partition> partitions() {
            return IntStream.range(0, 100)
                .mapToObj(i -> new Partition(i % 2 == 0 ? "hot" : "cold", i / 2))
                .toList();
          }

          @Override
          public int giveBack(Partition partition) {
            int moved = super.giveBack(partition);
            if (partition.queue().equals("hot")) {
              throw new QueueBusyException("hot");
            }
            return moved;
          }
        };

    sweep(leases, ONE);
    sweep(leases, TWO);

    assertThat(leases.calls).filteredOn(call -> call.queue().equals("hot")).hasSize(2);
    assertThat(leases.calls).filteredOn(call -> call.queue().equals("cold")).hasSize(50);
  }

  private static void sweep(DueLeases leases, NodeId self) {
    Placement placement = new Placement(Set.of("redis-1"), self, new BothAlive());
    try (Housekeeper housekeeper = new Housekeeper(leases, placement, new BothAlive())) {
      housekeeper.sweep();
    }
  }

  @Test
  void close_leavesOnce() throws InterruptedException {
    List<String> said = new CopyOnWriteArrayList<>();
    CountDownLatch left = new CountDownLatch(1);
    Members members =
        new BothAlive() {
          @Override
          public void leave() {
            said.add("gone");
            left.countDown();
          }
        };
    Placement placement = new Placement(Set.of("redis-1"), ONE, members);
    Housekeeper housekeeper = new Housekeeper(new Backlog(), placement, members);
    housekeeper.start(Duration.ofMillis(1));
    housekeeper.close();
    housekeeper.close();
    assertThat(left.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(said).containsExactly("gone");
  }

  private static class BothAlive implements Members {
    @Override
    public void announce() {}

    @Override
    public void leave() {}

    @Override
    public Set<NodeId> get() {
      return Set.of(ONE, TWO);
    }
  }
}
