package selaras.queue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

/**
 * What becomes of the deliveries that this node watches, on whichever node their receipts are used.
 * Whoever consumes under the {@linkplain #watcher name of this node} is told here; no other
 * acknowledgement costs a message.
 *
 * <p>Thread-safe. News may be lost with a connection; then a message counts as unacknowledged until
 * its lease ends.
 */
public final class Settlements {
  private final LongSupplier nanos;
  private final Map<String, Credit> watched = new ConcurrentHashMap<>();

  /** Of this life of the node; nine characters, which the scripts count on. */
  private final String watcher = "s%08x".formatted(ThreadLocalRandom.current().nextInt());

  /**
   * @param nanos a monotonic clock
   */
  public Settlements(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** The name under which to consume. */
  public String watcher() {
    return watcher;
  }

  void watch(List<Delivery> deliveries, Credit credit, long leaseNanos) {
    long end = nanos.getAsLong() + leaseNanos;
    for (Delivery delivery : deliveries) {
      String mark = mark(delivery);
      credit.given(mark, end);
      watched.put(mark, credit);
    }
  }

  /** What may be sent now; leases that are over count no more. */
  int free(Credit credit) {
    credit.lapse(nanos.getAsLong()).forEach(watched::remove);
    return credit.free();
  }

  /** Whether the delivery counts still. */
  boolean isHeld(Delivery delivery, Credit credit) {
    return credit.counts(mark(delivery), nanos.getAsLong());
  }

  /** Waits for credit, so long at most. */
  void awaitCredit(Credit credit, long nanosAtMost) throws InterruptedException {
    credit.await(nanos.getAsLong(), nanosAtMost);
  }

  void forget(Credit credit) {
    credit.marks().forEach(watched::remove);
  }

  /**
   * A receipt was used.
   *
   * @param sequence of the message in its partition
   * @param token of the receipt; that of a call on one partition, so that both together say which
   * @param leaseMillis how long the message stays leased from now on; 0: it is settled
   */
  public void heard(String sequence, String token, long leaseMillis) {
    String mark = mark(sequence, token);
    if (leaseMillis > 0) {
      Credit credit = watched.get(mark);
      if (credit != null) {
        credit.extended(mark, nanos.getAsLong() + leaseMillis * 1_000_000);
      }
    } else {
      Credit credit = watched.remove(mark);
      if (credit != null) {
        credit.settled(mark);
      }
    }
  }

  private static String mark(Delivery delivery) {
    Receipt receipt = delivery.receipt();
    return mark(receipt.messageId().sequence(), receipt.token());
  }

  private static String mark(String sequence, String token) {
    return sequence + " " + token;
  }
}
