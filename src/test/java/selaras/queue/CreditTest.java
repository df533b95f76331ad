package selaras.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CreditTest {
  private static final int LIMIT = 5;
  private static final int STEPS = 5_000;

  /** Random news against the plain rule: what is leased and not settled is unacknowledged. */
  @Test
  void free_randomNews_neverMoreThanTheLimitIsLeased() {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    long[] now = {Long.MAX_VALUE - STEPS};
    Settlements settlements = new Settlements(() -> now[0]);
    Credit credit = new Credit(LIMIT);
    Map<Delivery, Long> leased = new HashMap<>();
    List<Delivery> ever = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      now[0]++;
      leased.values().removeIf(end -> end - now[0] <= 0);
      int free = settlements.free(credit);
      assertThat(free).as("seed %d, step %d", seed, step).isEqualTo(LIMIT - leased.size());
      if (free > 0 && random.nextBoolean()) {
        Delivery sent = delivery(step);
        long lease = random.nextLong(1, 50);
        settlements.watch(List.of(sent), credit, lease);
        leased.put(sent, now[0] + lease);
        ever.add(sent);
      } else if (!ever.isEmpty()) {
        Delivery any = ever.get(random.nextInt(Math.max(0, ever.size() - 20), ever.size()));
        assertThat(settlements.isHeld(any, credit)).isEqualTo(leased.containsKey(any));
        settlements.heard(any.receipt().messageId().sequence(), "t", 0);
        leased.remove(any);
        assertThat(settlements.isHeld(any, credit)).isFalse();
      }
    }
  }

  @Test
  void heard_extended_countsForLonger() {
    long[] now = {0};
    Settlements settlements = new Settlements(() -> now[0]);
    Credit credit = new Credit(1);
    settlements.watch(List.of(delivery(1)), credit, 1_000_000);
    settlements.heard("1", "t", 2);
    now[0] = 1_999_999;
    assertThat(settlements.free(credit)).isZero();
    now[0] = 2_000_000;
    assertThat(settlements.free(credit)).isOne();
  }

  @Test
  void heard_ofAnotherDeliveryOfTheMessage_changesNothing() {
    Settlements settlements = new Settlements(() -> 0);
    Credit credit = new Credit(1);
    settlements.watch(List.of(delivery(1)), credit, 10);
    settlements.heard("1", "older", 0);
    assertThat(settlements.free(credit)).isZero();
  }

  private static Delivery delivery(int sequence) {
    MessageId id = new MessageId(0, "" + sequence, "a");
    return new Delivery(new Message(id.toString(), "1", Optional.empty()), new Receipt(id, 1, "t"));
  }
}
