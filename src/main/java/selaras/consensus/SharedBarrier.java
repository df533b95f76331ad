package selaras.consensus;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Makes many barriers out of few: one is under way, and whoever asks meanwhile shares the next one.
 * A barrier that began before a call was made would promise that caller too little.
 *
 * <p>Thread-safe. When the barrier under way fails, those who wait for the next one fail with it,
 * so that nobody waits longer than one barrier takes.
 */
public final class SharedBarrier {
  private final Supplier<CompletableFuture<Void>> barrier;
  private CompletableFuture<Void> next;
  private boolean underWay;

  /**
   * @param barrier begins a barrier; its futures complete in bounded time
   */
  public SharedBarrier(Supplier<CompletableFuture<Void>> barrier) {
    this.barrier = barrier;
  }

  /** Completes after a barrier that begins now or later. */
  public CompletableFuture<Void> await() {
    CompletableFuture<Void> joined;
    synchronized (this) {
      if (next == null) {
        next = new CompletableFuture<>();
      }
      joined = next;
      if (underWay) {
        return joined.copy();
      }
      underWay = true;
      next = null;
    }
    begin(joined);
    return joined.copy();
  }

  private void begin(CompletableFuture<Void> joined) {
    barrier.get().whenComplete((done, failure) -> ended(joined, failure));
  }

  private void ended(CompletableFuture<Void> joined, Throwable failure) {
    CompletableFuture<Void> following;
    synchronized (this) {
      following = next;
      next = null;
      underWay = following != null && failure == null;
    }
    if (failure != null) {
      joined.completeExceptionally(failure);
      if (following != null) {
        following.completeExceptionally(failure);
      }
      return;
    }
    if (following != null) {
      begin(following);
    }
    joined.complete(null);
  }
}
