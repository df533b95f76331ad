package selaras.lock;

import java.util.List;

/**
 * What can be done to the lock table; the unit of the replicated log.
 *
 * <p>A command carries everything that is not deterministic: the lock id is drawn by the node that
 * received the call. A request id is empty when the client gave none.
 */
public sealed interface LockCommand {

  /** The client's name for this request, so that it can be sent again; empty when there is none. */
  default String requestId() {
    return "";
  }

  /**
   * Take all wanted resources, or none.
   *
   * @param lockId of the lock, should it be granted; also names the waiter until then
   * @param leaseMillis counted from the moment of the grant
   * @param waitMillis how long to stand in the queue; 0: not at all
   */
  record Acquire(
      String requestId,
      String lockId,
      String holderId,
      List<Want> wants,
      long leaseMillis,
      long waitMillis)
      implements LockCommand {
    public Acquire {
      wants = List.copyOf(wants);
    }
  }

  /** Give a lock back. */
  record Release(String requestId, String lockId) implements LockCommand {}

  /** Give back the lock by which a holder holds a resource. */
  record ReleaseHeld(String requestId, String resource, String holderId) implements LockCommand {}

  /** Let a lease run anew from now; one that has expired stays expired. */
  record Renew(String requestId, String lockId, long leaseMillis) implements LockCommand {}

  /** Leave the queue. */
  record Withdraw(String lockId) implements LockCommand {}

  /** Nothing but the time of the entry, which lets leases expire. */
  record Tick() implements LockCommand {}

  /** Set the limits of the table, which have to be the same on every node. */
  record Configure(LockLimits limits) implements LockCommand {}
}
