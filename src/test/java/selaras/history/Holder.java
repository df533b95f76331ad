package selaras.history;

/**
 * Somebody who has the lock in the model.
 *
 * @param key its token; of those whose grant nobody was told of, all readers have one, and all
 *     writers
 * @param leasedAt the earliest time its lease may count from, in nanoseconds
 * @param leaseNanos how long the lease lasts
 */
record Holder(long key, Mode mode, long leasedAt, long leaseNanos) {
  long leaseEnd() {
    return leasedAt + leaseNanos;
  }
}
