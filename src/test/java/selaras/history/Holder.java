package selaras.history;

/**
 * Somebody who has the lock in the model.
 *
 * @param key its token; negative for one whose grant nobody was told of
 * @param leasedAt the earliest time its lease may count from, in nanoseconds
 * @param leaseNanos how long the lease lasts
 */
record Holder(long key, Mode mode, long leasedAt, long leaseNanos) {
  long leaseEnd() {
    return leasedAt + leaseNanos;
  }
}
