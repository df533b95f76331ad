package selaras.lock;

import java.util.List;
import java.util.Set;

/**
 * What can be done to the lock table; the unit of the replicated log.
 *
 * <p>A command carries everything that is not deterministic: the ids of locks and sessions are
 * drawn by the node that received the call. A request id is empty when the client gave none.
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
   * @param holderId empty: the one of the session
   */
  record Acquire(String requestId, String lockId, String holderId, List<Want> wants, Terms terms)
      implements LockCommand {
    public Acquire {
      wants = List.copyOf(wants);
      if (wants.isEmpty() || wants.size() != Set.copyOf(Want.resources(wants)).size()) {
        throw new IllegalArgumentException("each resource is wanted once: " + wants);
      }
    }

    Acquire by(String holder) {
      return new Acquire(requestId, lockId, holder, wants, terms);
    }
  }

  /** Give a lock back. */
  record Release(String requestId, String lockId) implements LockCommand {}

  /** Give back the lock by which a holder holds a resource. */
  record ReleaseHeld(String requestId, String resource, String holderId) implements LockCommand {}

  /** Take a resource from all who hold it. */
  record ForceRelease(String requestId, String resource) implements LockCommand {}

  /** Let a lease run anew from now; one that has expired stays expired. */
  record Renew(String requestId, String lockId, long leaseMillis) implements LockCommand {}

  /**
   * Leave the queue, as if never asked.
   *
   * @param lockId of the waiter
   * @param caller the id drawn for the call that hung up; a later call keeps the place
   */
  record Withdraw(String lockId, String caller) implements LockCommand {}

  /** Begin a session. */
  record OpenSession(String requestId, String sessionId, String holderId, long leaseMillis)
      implements LockCommand {}

  /** Let a session run anew from now. */
  record Heartbeat(String requestId, String sessionId) implements LockCommand {}

  /** End a session and give its locks back. */
  record CloseSession(String requestId, String sessionId) implements LockCommand {}

  /** Nothing but the time of the entry, which lets leases expire. */
  record Tick() implements LockCommand {}

  /** Set the limits of the table, which have to be the same on every node. */
  record Configure(LockLimits limits) implements LockCommand {}
}
