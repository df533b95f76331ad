package selaras.lock;

/**
 * What a caller asks for besides the resources.
 *
 * @param leaseMillis counted from the grant; of no meaning with a session
 * @param waitMillis how long to stand in the queue; 0: not at all
 * @param delayMillis how long nobody else gets the resources after this lock has expired
 * @param reentrant whether asking again counts, so that it has to be given back as often
 * @param sessionId of the session that the lock lives as long as; empty: it has its own lease
 */
public record Terms(
    long leaseMillis, long waitMillis, long delayMillis, boolean reentrant, String sessionId) {

  /** A lease, and perhaps a wait. */
  public static Terms of(long leaseMillis, long waitMillis) {
    return new Terms(leaseMillis, waitMillis, 0, false, "");
  }

  Terms withLease(long millis) {
    return new Terms(millis, waitMillis, delayMillis, reentrant, sessionId);
  }

  boolean hasSession() {
    return !sessionId.isEmpty();
  }
}
