package selaras.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import selaras.store.StoreUnavailableException;

/**
 * Waits, without a thread, until no other node serves what a write of this node replaced: each has
 * said so, or its proof has run out. A proof that another node can still rely on is of a beat that
 * began before the write, so that the allowed silence, counted from the answer to the write, is
 * always enough: that is the longest wait, whoever is dead, stopped or cut off.
 *
 * <p>Thread-safe.
 */
final class StrictWrites {
  /** By how much clocks of two nodes may differ in speed: one in so many. */
  private static final int DRIFT = 100;

  private final Acknowledgements acknowledgements;
  private final Origin origin;
  private final LongSupplier nanos;
  private final long longestNanos;

  StrictWrites(
      Acknowledgements acknowledgements, Origin origin, Duration maxSilence, LongSupplier nanos) {
    this.acknowledgements = acknowledgements;
    this.origin = origin;
    this.nanos = nanos;
    this.longestNanos = maxSilence.toNanos() + maxSilence.toNanos() / DRIFT;
  }

  /** To be called when a write is answered; completed when only newer values are served. */
  CompletableFuture<Void> othersHaveLetGo(int partition, long sequence) {
    long deadline = nanos.getAsLong() + longestNanos;
    Acknowledgements.Wait wait = acknowledgements.begin(partition, sequence);
    try {
      wait.expect(origin.ask(partition, sequence));
    } catch (StoreUnavailableException e) {
      // nobody can be asked; the write stands, and their proofs run out all the same
    } catch (RuntimeException | Error e) {
      wait.done().cancel(false);
      throw e;
    }
    long left = Math.max(0, deadline - nanos.getAsLong());
    return wait.done().completeOnTimeout(null, left, TimeUnit.NANOSECONDS);
  }

  int waiting() {
    return acknowledgements.size();
  }
}
