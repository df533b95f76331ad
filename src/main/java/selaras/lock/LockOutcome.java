package selaras.lock;

import java.util.List;

/** What the lock table answers to a command. A refusal is an answer, not an exception. */
public sealed interface LockOutcome {

  /**
   * The lock is held from now on.
   *
   * @param fencingToken greater than that of any lock granted before
   * @param leaseMillis until it expires, counted from the grant
   */
  record Granted(
      String lockId, String holderId, List<Want> wants, long fencingToken, long leaseMillis)
      implements LockOutcome {
    public Granted {
      wants = List.copyOf(wants);
    }
  }

  /** Somebody else has it, or stands in line for it, and the caller does not wait (any more). */
  record Held(List<Holder> holders) implements LockOutcome {
    public Held {
      holders = List.copyOf(holders);
    }
  }

  /** The caller stands in the queue; a {@link LockEvent} with this lock id ends the wait. */
  record Queued(String lockId) implements LockOutcome {}

  /** The lock is free again. */
  record Released(String lockId) implements LockOutcome {}

  /** The lease runs anew. */
  record Renewed(String lockId, long fencingToken, long leaseMillis) implements LockOutcome {}

  /** No such lock, or not any more. */
  record NotHeld() implements LockOutcome {}

  /** The table is full. */
  record OverLimit(String what, long limit) implements LockOutcome {}

  /** The request id was used for a different request before. */
  record Reused() implements LockOutcome {}

  /** The command has no answer of its own. */
  record Done() implements LockOutcome {}
}
