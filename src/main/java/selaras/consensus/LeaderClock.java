package selaras.consensus;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Log time while this node leads: the last applied log time when it took office, plus what the
 * monotonic clock has measured since. No wall clock is read, so setting one changes nothing; and as
 * no stamp runs ahead of the real time since the entries before it, a lease never ends early.
 *
 * <p>Each term starts anew from the applied time. A clock carried over from an earlier term of the
 * same node could be ahead of what a leader in between has counted, and would cut that leader's
 * leases short; compare etcd issues 9395, 12528, 13294 and 15247.
 *
 * <p>Thread-safe.
 */
public final class LeaderClock {
  private final LongSupplier nanoTime;
  private long term = -1;
  private long baseMillis;
  private long baseNanos;

  /**
   * @param nanoTime a monotonic clock such as {@link System#nanoTime}
   */
  public LeaderClock(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * The time for an entry that the leader of a term is about to log.
   *
   * @param currentTerm the term in which this node leads, everything of earlier terms being applied
   * @param appliedMillis the log time of the last applied entry
   */
  public synchronized Stamp stamp(long currentTerm, long appliedMillis) {
    long now = nanoTime.getAsLong();
    if (currentTerm != term) {
      term = currentTerm;
      baseMillis = appliedMillis;
      baseNanos = now;
    }
    return new Stamp(term, baseMillis + TimeUnit.NANOSECONDS.toMillis(now - baseNanos));
  }
}
