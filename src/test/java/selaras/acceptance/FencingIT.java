package selaras.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import selaras.acceptance.GuardedCounter.Guard;
import selaras.acceptance.GuardedCounter.Turn;
import selaras.testing.Api;
import selaras.testing.Eventually;
import selaras.testing.TestCluster;

/**
 * Holders that outstay their lease, as in Jepsen's analysis of etcd 3.4.3 (2020): updates made
 * under a lock are lost, unless what they go to refuses older fencing tokens.
 */
class FencingIT {
  private static final long SHORT_MILLIS = 300;
  private static final long LONG_MILLIS = 120_000;
  private static final int STOPPING_CLIENTS = 5;
  private static final int ROUNDS = 4;

  private final Api api = TestCluster.shared().api();
  private final PersistentClient stopped = new PersistentClient(api, 1);
  private final PersistentClient other = new PersistentClient(api, 2);

  @Test
  void increment_holderStoppedPastItsLeaseWithoutFence_isLost() {
    var counter = new GuardedCounter(api, Guard.NOTHING);
    Turn first = counter.begin(stopped, SHORT_MILLIS);
    // granted when the lease of the first is over
    Turn second = counter.begin(other, LONG_MILLIS);

    assertThat(counter.write(other, second)).isTrue();
    assertThat(counter.write(stopped, first)).isTrue();
    assertThat(counter.value()).as("after two acknowledged increments").isEqualTo(1);
  }

  @Test
  void increment_holderStoppedPastItsLeaseWithFence_isRefused() {
    var counter = new GuardedCounter(api, Guard.READS_AND_WRITES);
    Turn first = counter.begin(stopped, SHORT_MILLIS);
    Turn second = counter.begin(other, LONG_MILLIS);

    assertThat(counter.write(stopped, first)).as("before the next holder writes").isFalse();
    assertThat(counter.write(other, second)).isTrue();
    assertThat(counter.write(stopped, first)).as("after it").isFalse();
    counter.end(other, second);
    assertThat(counter.value()).isEqualTo(1);
    assertThat(counter.write(stopped, counter.begin(stopped, LONG_MILLIS))).isTrue();
    assertThat(counter.value()).isEqualTo(2);
  }

  @Test
  void increment_tokenShownOnlyByWrites_isLostIfTheNextHolderReadBefore() {
    var counter = new GuardedCounter(api, Guard.WRITES);
    Turn first = counter.begin(stopped, SHORT_MILLIS);
    Turn second = counter.begin(other, LONG_MILLIS);

    // nothing but the lock table knows of the second token yet
    assertThat(counter.write(stopped, first)).isTrue();
    assertThat(counter.write(other, second)).isTrue();
    assertThat(counter.value()).as("after two acknowledged increments").isEqualTo(1);
  }

  @Test
  void increment_manyClientsThatStopAtRandom_valueIsWhatWasAcknowledged() {
    long seed = System.nanoTime();
    var crowd = new Crowd(seed);
    crowd.run();
    assertThat(crowd.counter.value()).as("seed %d", seed).isEqualTo(crowd.acknowledged.get());
    assertThat(crowd.stops.get()).as("seed %d: stops", seed).isPositive();
  }

  /** Clients on all nodes, of which all but one now and then stop until they are overtaken. */
  private final class Crowd {
    final GuardedCounter counter = new GuardedCounter(api, Guard.READS_AND_WRITES);
    final AtomicInteger acknowledged = new AtomicInteger();
    final AtomicInteger stops = new AtomicInteger();
    private final AtomicLong newestShown = new AtomicLong();
    private final SplittableRandom random;

    Crowd(long seed) {
      random = new SplittableRandom(seed);
    }

    void run() {
      try (var threads = Executors.newCachedThreadPool()) {
        List<CompletableFuture<Void>> clients = new ArrayList<>();
        for (int i = 1; i <= STOPPING_CLIENTS; i++) {
          var client = new PersistentClient(api, i % 3 + 1);
          SplittableRandom own = random.split();
          clients.add(CompletableFuture.runAsync(() -> rounds(client, own), threads));
        }
        var all = CompletableFuture.allOf(clients.toArray(CompletableFuture[]::new));
        // one that never stops, so that whoever does will be overtaken
        while (!all.isDone()) {
          increment(other, false);
        }
        all.join();
      }
    }

    private void rounds(PersistentClient client, SplittableRandom own) {
      // each stops at least once
      int certain = own.nextInt(ROUNDS);
      for (int round = 0; round < ROUNDS; round++) {
        increment(client, round == certain || own.nextInt(3) == 0);
      }
    }

    private void increment(PersistentClient client, boolean stops) {
      Turn turn = counter.begin(client, SHORT_MILLIS);
      newestShown.accumulateAndGet(turn.token(), Math::max);
      if (stops) {
        this.stops.incrementAndGet();
        Eventually.holds("another holds the lock", () -> newestShown.get() > turn.token());
      }
      boolean written = counter.write(client, turn);
      if (written) {
        acknowledged.incrementAndGet();
      }
      assertThat(written && stops).as("a stale write was accepted").isFalse();
      counter.end(client, turn);
    }
  }
}
