package selaras.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * Those who wait on two nodes for one queue, in a random order of everything that can happen: looks
 * that take their time, bells that ring late or not at all, waiters that go.
 */
class WaitingLineTest {
  private static final int RUNS = 1_000;
  private static final int STEPS = 300;
  private static final int BATCH = 4;

  @Test
  void waiters_randomSchedule_allServedInOrderAndNothingLost() {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    for (int run = 0; run < RUNS; run++) {
      try {
        new World(random.split()).run();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ", run " + run + ": " + e.getMessage(), e);
      }
    }
  }

  @Test
  void begin_nobodyRangSinceNothingWasFound_noLookIsDue() {
    WaitingLine line = new WaitingLine();
    line.join(waiter(1));
    WaitingLine.Look look = line.begin(BATCH).orElseThrow();
    assertThat(line.begin(BATCH)).isEmpty();
    line.end(look, List.of());
    line.join(waiter(1));
    assertThat(line.begin(BATCH)).isEmpty();
    line.ring();
    assertThat(line.begin(BATCH)).isPresent();
  }

  @Test
  void begin_rangWhileALookWasUnderWay_looksAgain() {
    WaitingLine line = new WaitingLine();
    line.join(waiter(1));
    WaitingLine.Look look = line.begin(BATCH).orElseThrow();
    line.ring();
    line.end(look, List.of());
    assertThat(line.begin(BATCH)).isPresent();
  }

  @Test
  void begin_severalOnTheSameTerms_oneLookForAllOfThem() {
    WaitingLine line = new WaitingLine();
    for (int max : new int[] {1, 1, 3, 1}) {
      line.join(waiter(max));
    }
    WaitingLine.Look both = line.begin(BATCH).orElseThrow();
    assertThat(both.max()).isEqualTo(2);
    assertThat(line.end(both, deliveries(2)).handed()).hasSize(2);
    assertThat(line.begin(BATCH).orElseThrow().max()).isEqualTo(3);
  }

  @Test
  void end_servedWaiterHasLeft_nextOneGetsItOrItIsHandedBack() {
    WaitingLine line = new WaitingLine();
    Waiter gone = waiter(1);
    Waiter next = waiter(1);
    line.join(gone);
    line.join(next);
    WaitingLine.Look look = line.begin(BATCH).orElseThrow();
    line.leave(gone);
    WaitingLine.Found found = line.end(look, deliveries(2));
    assertThat(found.handed()).extracting(WaitingLine.Handed::waiter).containsExactly(next);
    assertThat(found.left()).hasSize(1);
  }

  private static Waiter waiter(int max) {
    Consume command =
        new Consume(max, Optional.of(Duration.ofSeconds(1)), false, Optional.empty()).waiting();
    return new Waiter(command, () -> true, new CompletableFuture<>());
  }

  private static List<Delivery> deliveries(int count) {
    List<Delivery> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(delivery(i));
    }
    return all;
  }

  private static Delivery delivery(int sequence) {
    MessageId id = new MessageId(0, "" + sequence, "a");
    return new Delivery(
        new Message(id.toString(), "" + sequence, Optional.empty()), new Receipt(id, 1, "a"));
  }

  /** A queue, and the lines of two nodes before it. */
  private static final class World {
    private final SplittableRandom random;

    /** Whether no bell is lost; then nobody needs the poll. */
    private final boolean bellsAreHeard;

    private final Deque<Delivery> queue = new ArrayDeque<>();
    private final List<Node> nodes = List.of(new Node(), new Node());
    private int produced;
    private int served;

    World(SplittableRandom random) {
      this.random = random;
      this.bellsAreHeard = random.nextBoolean();
    }

    void run() {
      for (int step = 0; step < STEPS; step++) {
        switch (random.nextInt(10)) {
          case 0, 1 -> produce();
          case 2, 3 -> anyNode().arrive();
          case 4 -> anyNode().someoneLeaves();
          case 5 -> anyNode().hear();
          case 6 -> anyNode().pollNow();
          default -> anyNode().work();
        }
        assertThat(served + queue.size() + underWay()).as("messages").isEqualTo(produced);
      }
      calmDown();
      // what the first looks handed back, since who they were for had left, is found by the next
      // poll
      calmDown();
      boolean somebodyWaits = nodes.stream().anyMatch(node -> node.line.size() > 0);
      assertThat(somebodyWaits && !queue.isEmpty()).as("waits though there is something").isFalse();
    }

    private void calmDown() {
      for (Node node : nodes) {
        node.hear();
        node.pollNow();
        while (node.work()) {
          assertThat(node.looks).as("looks").isLessThan(10 * STEPS);
        }
      }
    }

    private int underWay() {
      return nodes.stream().mapToInt(node -> node.taken == null ? 0 : node.taken.size()).sum();
    }

    private Node anyNode() {
      return nodes.get(random.nextInt(nodes.size()));
    }

    private void produce() {
      queue.add(delivery(produced++));
      ring();
    }

    /** Each node may hear it later, or never. */
    private void ring() {
      for (Node node : nodes) {
        if (bellsAreHeard || random.nextInt(10) > 0) {
          node.unheard++;
        }
      }
    }

    private List<Delivery> take(int max) {
      List<Delivery> taken = new ArrayList<>();
      while (taken.size() < max && !queue.isEmpty()) {
        taken.add(queue.poll());
      }
      return taken;
    }

    /** One node; a look is two steps, with anything in between. */
    private final class Node {
      final WaitingLine line = new WaitingLine();
      final Map<Waiter, Integer> arrival = new HashMap<>();
      int unheard;
      int looks;
      private WaitingLine.Look look;
      List<Delivery> taken;

      /** As {@link Waiters#consume}: if nobody waits it looks first, and joins later. */
      void arrive() {
        Waiter waiter = waiter(random.nextInt(4) == 0 ? 3 : 1);
        if (line.size() == 0) {
          long rings = line.rings();
          List<Delivery> found = take(waiter.command().max());
          if (!found.isEmpty()) {
            served += found.size();
            return;
          }
          if (random.nextBoolean()) {
            produce();
          }
          if (random.nextBoolean()) {
            hear();
          }
          line.sawEmpty(rings);
        }
        arrival.put(waiter, arrival.size());
        line.join(waiter);
      }

      void someoneLeaves() {
        List<Waiter> all = List.copyOf(arrival.keySet());
        if (!all.isEmpty()) {
          Waiter waiter = all.get(random.nextInt(all.size()));
          line.leave(waiter);
          arrival.put(waiter, -1);
        }
      }

      void hear() {
        for (; unheard > 0; unheard--) {
          line.ring();
        }
      }

      void pollNow() {
        if (!bellsAreHeard) {
          line.ring();
        }
      }

      /** Begins the look that is due, or asks, or ends it; false when there is nothing to do. */
      boolean work() {
        if (look == null) {
          look = line.begin(BATCH).orElse(null);
          looks += look == null ? 0 : 1;
          return look != null;
        }
        if (taken == null) {
          taken = take(look.max());
          assertThat(taken.size()).isLessThanOrEqualTo(look.max());
          return true;
        }
        WaitingLine.Found found = line.end(look, taken);
        look = null;
        taken = null;
        found.handed().forEach(this::serve);
        for (int i = found.left().size() - 1; i >= 0; i--) {
          queue.addFirst(found.left().get(i));
        }
        if (!found.left().isEmpty()) {
          ring();
        }
        return true;
      }

      private void serve(WaitingLine.Handed handed) {
        int place = arrival.get(handed.waiter());
        assertThat(place).as("served after it left, or twice").isNotNegative();
        assertThat(arrival.values()).as("behind others").noneMatch(p -> p >= 0 && p < place);
        assertThat(handed.deliveries()).hasSizeBetween(1, handed.waiter().command().max());
        arrival.put(handed.waiter(), -1);
        served += handed.deliveries().size();
      }
    }
  }
}
