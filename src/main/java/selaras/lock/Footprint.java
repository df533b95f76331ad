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
  private static final int DELAY = 560;
  private long bytes;

  void add(long more) {
    bytes += more;
  }

  long bytes() {
    return bytes;
  }

  static long of(HeldLock lock) {
    return LOCK + of(lock.lockId) + of(lock.holderId) + of(lock.wants);
  }

  static long of(Waiter waiter) {
    return WAITER + of(waiter.lockId()) + of(waiter.holderId()) + of(waiter.wants());
  }

  static long of(Session session) {
    return SESSION + of(session.sessionId) + of(session.holderId);
  }

  /** Of what keeps a resource from others after an expiry. */
  static long ofDelay(String resource, String holderId) {
    return DELAY + of(resource) + of(holderId);
  }

  static long of(String requestId, RequestMemory.Answered answer) {
    return ANSWER + of(requestId) + answer.encoded().length;
  }

  /** A name takes a byte a character, or two when one of them needs it. */
  private static long of(String name) {
    return name.chars().allMatch(c -> c <= 0xFF) ? name.length() : 2L * name.length();
  }

  private static long of(Iterable<Want> wants) {
    long bytes = 0;
    for (Want want : wants) {
      bytes += WANT + of(want.resource());
    }
    return bytes;
  }
}
