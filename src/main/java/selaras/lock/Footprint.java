package selaras.lock;

/**
 * About how many bytes of memory a lock table takes: a sum of what each thing in it takes with all
 * its places in indexes, on a JVM with compressed references. It is for a limit, so it errs
 * upwards; {@code FootprintTest} measures it. Mutable; belongs to one table.
 */
final class Footprint {
  private static final int LOCK = 500;
  private static final int WAITER = 560;
  private static final int SESSION = 440;
  private static final int WANT = 460;
  private static final int ANSWER = 200;

  /** With a holder's name of the usual length, which may be the last of it. */
  private static final int DELAY = 600;

  private long bytes;

  void add(long more) {
    bytes += more;
  }

  long bytes() {
    return bytes;
  }

  static long of(HeldLock lock) {
    return LOCK + lock.lockId.length() + lock.holderId.length() + of(lock.wants);
  }

  static long of(Waiter waiter) {
    return WAITER + waiter.lockId().length() + waiter.holderId().length() + of(waiter.wants());
  }

  static long of(Session session) {
    return SESSION + session.sessionId.length() + session.holderId.length();
  }

  /** Of what keeps a resource from others after an expiry. */
  static long ofDelay(String resource) {
    return DELAY + resource.length();
  }

  static long of(String requestId, RequestMemory.Answered answer) {
    return ANSWER + requestId.length() + answer.encoded().length;
  }

  private static long of(Iterable<Want> wants) {
    long bytes = 0;
    for (Want want : wants) {
      bytes += WANT + want.resource().length();
    }
    return bytes;
  }
}
