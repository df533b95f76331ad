package selaras.cache;

import java.util.function.LongSupplier;

/**
 * How sure a node can be that its copies are not old: what it has heard was complete at a certain
 * time, which must not be long ago. A process that was stopped meanwhile finds its proof outdated
 * when it goes on. One thread writes, any may read.
 */
final class Proof {
  private final long maxSilenceNanos;
  private final LongSupplier nanos;
  private volatile boolean connected;
  private volatile long completeAtNanos;

  Proof(CacheSettings settings, LongSupplier nanos) {
    this.maxSilenceNanos = settings.maxSilence().toNanos();
    this.nanos = nanos;
  }

  /** All that had been said by then has been heard. */
  void renew(long atNanos) {
    if (!connected || atNanos - completeAtNanos > 0) {
      completeAtNanos = atNanos;
    }
    connected = true;
  }

  void end() {
    connected = false;
  }

  boolean isConnected() {
    return connected;
  }

  /** Whether copies may be served at that time. */
  boolean holdsAt(long nowNanos) {
    return connected && nowNanos - completeAtNanos <= maxSilenceNanos;
  }

  /** How old the newest proof is, in nanoseconds; -1 without one. */
  long ageNanos() {
    return connected ? nanos.getAsLong() - completeAtNanos : -1;
  }
}
