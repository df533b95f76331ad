package selaras.lock;

import java.util.List;

/** What the lock table answers to a command. A refusal is an answer, not an exception. */
public sealed interface LockOutcome {

  /**
   * The lock is held from now on.
   *
   * @param fencingToken greater than that of any lock granted before
   * @param leaseMillis until it expires, counted from the grant
   * @param holds how often it has to be given back
   */
  record Granted(
      String lockId,
      String holderId,
      List<Want> wants,
      long fencingToken,
      long leaseMillis,
      int holds)
      implements LockOutcome {
    public Granted {
      wants = List.copyOf(wants);
    }

    Granted withLease(long millis) {
      return new Granted(lockId, holderId, wants, fencingToken, millis, holds);
    }
  }

  /**
   * Somebody else has it, or stands in line for it, and the caller does not wait (any more).
   *
   * @param delayMillis how long it is kept from others after an expiry
   */
  record Held(List<Holder> holders, long delayMillis) implements LockOutcome {
    public Held {
      holders = List.copyOf(holders);
    }
  }

  /** The caller stands in the queue; a {@link LockEvent} with this lock id ends the wait. */
  record Queued(String lockId) implements LockOutcome {}

  /** To wait would have closed this cycle, so the caller does not. */
  record Deadlock(List<Link> cycle) implements LockOutcome {
    public Deadlock {
      cycle = List.copyOf(cycle);
    }
  }

  /** A holder that waits for a resource, which the next one in the cycle holds or is first for. */
  record Link(String holderId, String resource) {}

  /** A semaphore in use has another number of permits. */
  record PermitsDiffer(String resource, int permits) implements LockOutcome {}

  /**
   * The lock is given back.
   *
   * @param holds how often it still has to be; 0: it is free
   */
  record Released(String lockId, int holds) implements LockOutcome {}

  /** These have lost the resource. */
  record Forced(List<Holder> holders) implements LockOutcome {
    public Forced {
      holders = List.copyOf(holders);
    }
  }

  /** The lease runs anew. */
  record Renewed(String lockId, long fencingToken, long leaseMillis) implements LockOutcome {
    Renewed withLease(long millis) {
      return new Renewed(lockId, fencingToken, millis);
    }
  }

  /** The lock has no lease of its own to renew. */
  record LivesWithSession(String sessionId) implements LockOutcome {}

  /** No such lock, or not any more. */
  record NotHeld() implements LockOutcome {}

  /** The session lives, for so long from now. */
  record SessionAlive(String sessionId, String holderId, long leaseMillis) implements LockOutcome {
    SessionAlive withLease(long millis) {
      return new SessionAlive(sessionId, holderId, millis);
    }
  }

  /** The session is over, and so many locks are given back. */
  record SessionClosed(String sessionId, int locks) implements LockOutcome {}

  /** No such session, or not any more. */
  record NoSession(String sessionId) implements LockOutcome {}

  /** The session belongs to somebody else. */
  record SessionOfAnother(String sessionId) implements LockOutcome {}

  /** The table is full. */
  record OverLimit(String what, long limit) implements LockOutcome {}

  /** The request id was used for a different request before. */
  record Reused() implements LockOutcome {}

  /** The command has no answer of its own. */
  record Done() implements LockOutcome {}
}
