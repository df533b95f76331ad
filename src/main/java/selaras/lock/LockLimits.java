package selaras.lock;

import selaras.limits.Bound;

/**
 * How large the lock table may grow. Part of its state: the leader logs the limits it is configured
 * with, so that every node decides alike.
 *
 * @param locks held at once
 * @param waitersPerResource standing in one queue
 * @param sessions open at once
 * @param requests whose answers are remembered by their request id
 * @param requestMillis how long an answer is remembered, in log time
 */
public record LockLimits(
    int locks, int waitersPerResource, int sessions, int requests, long requestMillis) {
  public static final LockLimits DEFAULT =
      new LockLimits(1_000_000, 20_000, 100_000, 1_000_000, 300_000);

  public LockLimits {
    Bound.atLeast("lock.max_locks", 1, locks);
    Bound.atLeast("lock.max_waiters", 1, waitersPerResource);
    Bound.atLeast("lock.max_sessions", 1, sessions);
    Bound.atLeast("lock.requests.max", 1, requests);
    Bound.atLeast("lock.requests.remember_ms", 1, requestMillis);
  }
}
