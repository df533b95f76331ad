package selaras.history;

/** What a client asks of one lock or register. Leases are in nanoseconds. */
sealed interface Call {

  /**
   * Take the lock, under a holder id that nobody uses twice.
   *
   * @param waits whether it stands in the queue for a while, where others may be refused for it
   */
  record Acquire(Mode mode, long leaseNanos, boolean waits) implements Call {}

  /** Let the lease run anew. */
  record Renew(long token, long leaseNanos) implements Call {}

  /** Give the lock back. */
  record Release(long token) implements Call {}

  /** Ask whether the token is that of a present holder. */
  record Check(long token) implements Call {}

  /** Get the value of a register, of which nobody writes the same twice. */
  record Read() implements Call {}

  /** Put another value in its place. */
  record Write(long value) implements Call {}
}
