package selaras.lock;

import java.util.TreeSet;

/** A lease that many locks of one holder share. Mutable; belongs to one table. */
final class Session {
  final String sessionId;
  final String holderId;
  final long leaseMillis;
  long deadline;

  /** Of its locks and of its waiters; sorted, so that they end in the same order everywhere. */
  final TreeSet<String> lockIds = new TreeSet<>();

  Session(String sessionId, String holderId, long leaseMillis, long deadline) {
    this.sessionId = sessionId;
    this.holderId = holderId;
    this.leaseMillis = leaseMillis;
    this.deadline = deadline;
  }

  LockOutcome.SessionAlive alive() {
    return new LockOutcome.SessionAlive(sessionId, holderId, leaseMillis);
  }
}
