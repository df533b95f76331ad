package selaras.web;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Snapshots that are worth sharing: whoever needs a newer one than it has gets that of another, or
 * takes one for all, an interval after the last at the earliest. None is taken that nobody needs.
 *
 * <p>Thread-safe. A failure to take one is thrown to the one who did; the next tries again.
 */
final class SharedSnapshots {
  /** What they are of. */
  interface Source {
    String take() throws InterruptedException;
  }

  /**
   * One of them.
   *
   * @param number rises from one to the next, from 1
   */
  record Snapshot(long number, long atNanos, String text) {}

  private final Source source;
  private final long intervalNanos;

  /** Fair: who has just taken one would else take the next before the others have had this. */
  private final ReentrantLock taking = new ReentrantLock(true);

  private volatile Snapshot latest;

  SharedSnapshots(Source source, Duration interval) {
    this.source = source;
    this.intervalNanos = interval.toNanos();
  }

  /**
   * One that is newer than another; waits for it.
   *
   * @param number of the other, 0 for who has none
   */
  Snapshot after(long number) throws InterruptedException {
    Snapshot last = latest;
    if (serves(last, number)) {
      return last;
    }
    taking.lockInterruptibly();
    try {
      if (!serves(latest, number)) {
        latest = next();
      }
      return latest;
    } finally {
      taking.unlock();
    }
  }

  private boolean serves(Snapshot last, long number) {
    return last != null
        && last.number > number
        && System.nanoTime() - last.atNanos < 2 * intervalNanos;
  }

  private Snapshot next() throws InterruptedException {
    Snapshot last = latest;
    if (last == null) {
      return new Snapshot(1, System.nanoTime(), source.take());
    }
    TimeUnit.NANOSECONDS.sleep(last.atNanos + intervalNanos - System.nanoTime());
    return new Snapshot(last.number + 1, System.nanoTime(), source.take());
  }
}
