package selaras.web;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/** Lets one through in each interval, and counts the others. Thread-safe. */
final class Sparing {
  private static final long NEVER = Long.MIN_VALUE;

  private final long intervalMillis;
  private final AtomicLong lastMillis = new AtomicLong(NEVER);
  private final AtomicLong leftOut = new AtomicLong();

  Sparing(long intervalMillis) {
    this.intervalMillis = intervalMillis;
  }

  /**
   * Whether this one is let through.
   *
   * @param nowMillis by a monotonic clock
   * @return how many were not since the last that was; empty when this one is not
   */
  OptionalLong pass(long nowMillis) {
    long last = lastMillis.get();
    boolean early = last != NEVER && nowMillis - last < intervalMillis;
    if (early || !lastMillis.compareAndSet(last, nowMillis)) {
      leftOut.incrementAndGet();
      return OptionalLong.empty();
    }
    return OptionalLong.of(leftOut.getAndSet(0));
  }
}
