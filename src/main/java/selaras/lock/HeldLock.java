package selaras.lock;

import java.util.List;

/** A lock in the table. Mutable; belongs to one table. */
final class HeldLock {
  final String lockId;
  final String holderId;
  List<Want> wants;
  long token;
  long leaseMillis;
  long deadline;

  HeldLock(
      String lockId,
      String holderId,
      List<Want> wants,
      long token,
      long leaseMillis,
      long deadline) {
    this.lockId = lockId;
    this.holderId = holderId;
    this.wants = wants;
    this.token = token;
    this.leaseMillis = leaseMillis;
    this.deadline = deadline;
  }

  LockMode modeOf(String resource) {
    return Want.modeOf(resource, wants);
  }

  LockOutcome.Granted granted() {
    return new LockOutcome.Granted(lockId, holderId, wants, token, leaseMillis);
  }
}
