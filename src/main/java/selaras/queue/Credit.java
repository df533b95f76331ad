package selaras.queue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many messages a subscriber may have that it has not acknowledged. A message counts from
 * before it is sent until its receipt was used for good or its lease is over, whichever is first.
 * Times are nanoseconds of a monotonic clock.
 *
 * <p>Thread-safe; deterministic.
 */
final class Credit {
  private final int limit;
  private final Map<String, Long> leaseEnds = new HashMap<>();

  Credit(int limit) {
    this.limit = limit;
  }

  synchronized void given(String mark, long leaseEnd) {
    leaseEnds.put(mark, leaseEnd);
  }

  /** Says nothing of a message that counts no more. */
  synchronized void extended(String mark, long leaseEnd) {
    leaseEnds.replace(mark, leaseEnd);
  }

  synchronized void settled(String mark) {
    if (leaseEnds.remove(mark) != null) {
      notifyAll();
    }
  }

  synchronized boolean counts(String mark, long now) {
    Long end = leaseEnds.get(mark);
    return end != null && end - now > 0;
  }

  /** Gives up counting the messages whose lease is over, and names them. */
  synchronized List<String> lapse(long now) {
    List<String> over =
        leaseEnds.entrySet().stream()
            .filter(lease -> lease.getValue() - now <= 0)
            .map(Map.Entry::getKey)
            .toList();
    over.forEach(leaseEnds::remove);
    return over;
  }

  /** What may be sent now. */
  synchronized int free() {
    return limit - leaseEnds.size();
  }

  /** Waits until some message counts no more, or for so long; may return early. */
  synchronized void await(long now, long nanosAtMost) throws InterruptedException {
    long untilFirstEnd =
        leaseEnds.values().stream().mapToLong(end -> end - now).min().orElse(nanosAtMost);
    long nanos = Math.min(untilFirstEnd, nanosAtMost);
    if (leaseEnds.size() >= limit && nanos > 0) {
      // up to whole milliseconds, and never zero, which would be forever
      wait(nanos / 1_000_000 + 1);
    }
  }

  /** Those that count. */
  synchronized List<String> marks() {
    return List.copyOf(leaseEnds.keySet());
  }
}
