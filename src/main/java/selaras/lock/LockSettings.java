package selaras.lock;

import java.time.Duration;

/**
 * What callers may ask of a lock.
 *
 * @param defaultLease the lease of a lock whose caller named none
 * @param maxLease the longest lease
 * @param maxWait the longest wait in a queue
 * @param grace added to each lease, for the way of the answer to its caller
 * @param limits of the table
 */
public record LockSettings(
    Duration defaultLease, Duration maxLease, Duration maxWait, Duration grace, LockLimits limits) {
  public LockSettings {
    require("lock.lease.default_ms", defaultLease.toMillis() >= 1);
    require(
        "lock.lease.max_ms (not under lock.lease.default_ms)",
        maxLease.compareTo(defaultLease) >= 0);
    require("lock.wait.max_ms", maxWait.toMillis() >= 0);
    require("lock.lease.grace_ms", grace.toMillis() >= 0);
  }

  private static void require(String key, boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException("too small: " + key);
    }
  }
}
