package selaras.lock;

import java.util.List;

/** What happened to a lock; told on every node as it applies the log. */
public sealed interface LockEvent {

  /** The lock, or what would have become one. */
  String lockId();

  String holderId();

  List<Want> wants();

  /** Somebody has to wait. */
  record Queued(String lockId, String holderId, List<Want> wants) implements LockEvent {}

  /**
   * A lock was granted, or is held in another mode from now on.
   *
   * @param waiterId the lock id under which it was waited for; empty when it was not
   */
  record Granted(LockOutcome.Granted grant, String waiterId) implements LockEvent {
    @Override
    public String lockId() {
      return grant.lockId();
    }

    @Override
    public String holderId() {
      return grant.holderId();
    }

    @Override
    public List<Want> wants() {
      return grant.wants();
    }
  }

  /** Somebody left the queue without the lock; what it is answered tells why. */
  record WaitEnded(String lockId, String holderId, List<Want> wants, LockOutcome outcome)
      implements LockEvent {}

  /** A lock is held no more. */
  record Freed(String lockId, String holderId, List<Want> wants, long fencingToken, Cause cause)
      implements LockEvent {
    static Freed of(HeldLock lock, Cause cause) {
      return new Freed(lock.lockId, lock.holderId, lock.wants, lock.token, cause);
    }
  }

  /** Why a lock is held no more. */
  enum Cause {
    /** Its holder gave it back. */
    RELEASED,
    /** Its lease ran out. */
    EXPIRED,
    /** Its holder ended the session. */
    SESSION_CLOSED,
    /** No heartbeat came in time. */
    SESSION_EXPIRED,
    /** An operator took it away. */
    FORCED;

    /** Whether the holder may not know. */
    public boolean isExpiry() {
      return this == EXPIRED || this == SESSION_EXPIRED;
    }
  }
}
