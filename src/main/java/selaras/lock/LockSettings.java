package selaras.lock;

import java.time.Duration;

/**
 * What callers may ask of a lock.
 *
 * @param defaultLease the lease of a lock whose caller named none
 * @param maxLease the longest lease
 * @param maxWait the longest wait in a queue
 * @param grace added to each lease, for the way of the answer to its caller
 * @param maxDelay the longest delay after an expiry
 * @param maxWants resources that one lock is made of, at most
 * @param eventsKept for those who follow the locks
 * @param maxFollowers of the locks on one node
 * @param heapPercent of the memory of a node that the table may take
 * @param limits of the table
 */
public record LockSettings(
    Duration defaultLease,
    Duration maxLease,
    Duration maxWait,
    Duration grace,
    Duration maxDelay,
    int maxWants,
    int eventsKept,
    int maxFollowers,
    int heapPercent,
    LockLimits limits) {
  public LockSettings {
    require("lock.lease.default_ms", defaultLease.toMillis() >= 1);
    require(
        "lock.lease.max_ms (not under lock.lease.default_ms)",
        maxLease.compareTo(defaultLease) >= 0);
    require("lock.wait.max_ms", maxWait.toMillis() >= 0);
    require("lock.lease.grace_ms", grace.toMillis() >= 0);
    require("lock.delay.max_ms", maxDelay.toMillis() >= 0);
    require("lock.wants.max", maxWants >= 1);
    require("lock.events.kept", eventsKept >= 1);
    require("lock.events.followers.max", maxFollowers >= 0);
    require("lock.heap.percent", heapPercent >= 1);
    if (heapPercent > 90) {
      throw new IllegalArgumentException("lock.heap.percent must be at most 90: " + heapPercent);
    }
  }

  private static void require(String key, boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException("too small: " + key);
    }
  }
}
