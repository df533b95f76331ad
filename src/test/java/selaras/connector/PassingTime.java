package selaras.connector;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** The real time, of which a test lets more pass at once. Thread-safe. */
final class PassingTime implements LongSupplier {
  private final AtomicLong ahead = new AtomicLong();

  @Override
  public long getAsLong() {
    return System.nanoTime() + ahead.get();
  }

  void pass(Duration time) {
    ahead.addAndGet(time.toNanos());
  }
}
