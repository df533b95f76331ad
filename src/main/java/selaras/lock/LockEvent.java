package selaras.lock;

/** What happened to a lock besides the answer to the command; seen by every node as it applies. */
public sealed interface LockEvent {

  /** A waiter got its lock. */
  record Granted(LockOutcome.Granted grant) implements LockEvent {}

  /** A waiter's time is over, or it withdrew; it is no longer in the queue. */
  record WaitEnded(String lockId, LockOutcome.Held held) implements LockEvent {}

  /** A lock is free: given back by its holder, or expired. */
  record Freed(String lockId, String holderId, boolean expired) implements LockEvent {}
}
