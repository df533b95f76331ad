package selaras.lock;

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
    require("lock.max_locks", locks);
    require("lock.max_waiters", waitersPerResource);
    require("lock.max_sessions", sessions);
    require("lock.requests.max", requests);
    require("lock.requests.remember_ms", requestMillis);
  }

  private static void require(String key, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(key + " must be at least 1: " + value);
    }
  }
}
