package selaras.lock;

import java.time.Duration;
import selaras.limits.Bound;

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
    Bound.atLeast("lock.lease.default_ms", 1, defaultLease);
    Bound.notUnder("lock.lease.max_ms", maxLease, "lock.lease.default_ms", defaultLease);
    Bound.atLeast("lock.wait.max_ms", 0, maxWait);
    Bound.atLeast("lock.lease.grace_ms", 0, grace);
    Bound.atLeast("lock.delay.max_ms", 0, maxDelay);
    Bound.atLeast("lock.wants.max", 1, maxWants);
    Bound.atLeast("lock.events.kept", 1, eventsKept);
    Bound.atLeast("lock.events.followers.max", 0, maxFollowers);
    Bound.within("lock.heap.percent", 1, 90, heapPercent);
  }
}
