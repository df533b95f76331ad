package selaras.cache;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import selaras.answers.Pending;
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
  private final TimeLimit limit;
  private final long longestNanos;

  StrictWrites(
      Acknowledgements acknowledgements, Origin origin, TimeLimit limit, Duration maxSilence) {
    this.acknowledgements = acknowledgements;
    this.origin = origin;
    this.limit = limit;
    this.longestNanos = maxSilence.toNanos() + maxSilence.toNanos() / DRIFT;
  }

  /** To be called when a write is answered; completed when only newer values are served. */
  CompletableFuture<Void> othersHaveLetGo(int partition, long sequence) {
    Acknowledgements.Wait wait = acknowledgements.begin(partition, sequence);
    Pending.begun(() -> origin.ask(partition, sequence))
        .whenComplete((nodes, failure) -> asked(wait, nodes, Pending.causeOf(failure)));
    limit.set(wait.done(), longestNanos);
    return wait.over();
  }

  private static void asked(
      Acknowledgements.Wait wait, Collection<String> nodes, Throwable failure) {
    if (failure == null) {
      wait.expect(nodes);
    } else if (!(failure instanceof StoreUnavailableException)) {
      wait.done().completeExceptionally(failure);
    } // else nobody can be asked; the write stands, and their proofs run out all the same
  }

  int waiting() {
    return acknowledgements.size();
  }
}
