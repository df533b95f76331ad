package selaras.connector;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Pauses that double up to a bound, each between half of it and all of it, so that not everybody
 * comes back at once. They end early when the consumer stops. For one thread.
 */
final class Backoff {
  private final CountDownLatch stopped;
  private final Duration first;
  private final Duration longest;
  private Duration next;

  Backoff(CountDownLatch stopped, Duration first, Duration longest) {
    this.stopped = stopped;
    this.first = first;
    this.longest = longest;
    this.next = first;
  }

  /** Whether there was no pause since the beginning or the last reset. */
  boolean isFresh() {
    return next.equals(first);
  }

  void reset() {
    next = first;
  }

  /** Waits; false if the consumer has stopped. */
  boolean pause() {
    long micros = TimeUnit.NANOSECONDS.toMicros(next.toNanos());
    long drawn = ThreadLocalRandom.current().nextLong(micros / 2, micros + 1);
    next = next.multipliedBy(2).compareTo(longest) < 0 ? next.multipliedBy(2) : longest;
    try {
      return !stopped.await(drawn, TimeUnit.MICROSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
