package selaras.lock;

import java.util.List;

/** A lock in the table. Mutable; belongs to one table. */
final class HeldLock {
  final String lockId;
  final String holderId;
  List<Want> wants;
  long token;

  /** How often it has to be given back. */
  int holds = 1;

  /** How long nobody else gets its resources after it has expired. */
  long delayMillis;

  /** Whose end is its end; null when it has a lease of its own. */
  Session session;

  /** Of its own lease. */
  long deadline;

  HeldLock(String lockId, String holderId, List<Want> wants, long token) {
    this.lockId = lockId;
    this.holderId = holderId;
    this.wants = wants;
    this.token = token;
  }

  /** The log time at which it expires. */
  long deadline() {
    return session == null ? deadline : session.deadline;
  }

  Want wantOn(String resource) {
    return Want.on(resource, wants);
  }

  /** Whether it would have to take more than it has to be like this. */
  boolean isLessThan(List<Want> others) {
    return others.stream().anyMatch(other -> other.count() > wantOn(other.resource()).count());
  }

  LockOutcome.Granted granted(long now) {
    return new LockOutcome.Granted(lockId, holderId, wants, token, deadline() - now, holds);
  }

  Holder on(String resource, long now) {
    Want want = wantOn(resource);
    return new Holder(
        resource, holderId, lockId, want.mode(), want.count(), token, deadline() - now);
  }
}
