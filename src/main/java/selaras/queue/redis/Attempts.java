package selaras.queue.redis;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import selaras.answers.Pending;
import selaras.store.StoreUnavailableException;

/**
 * Makes a call that may safely be made twice, and again after a failure that may pass: a connection
 * that was reset, a Redis that restarts or still loads.
 *
 * <p>Thread-safe; no thread waits. A new attempt starts only within {@link #WINDOW} of the first;
 * with the store's default time-out of 500 ms a Redis that hangs is given up after about 1 s, after
 * 2.5 s at worst by those who wait behind others: that they are late is seen when a batch ends. One
 * that refuses connections is given up after 350 ms.
 */
public final class Attempts {
  private static final Duration WINDOW = Duration.ofMillis(900);
  private static final int[] PAUSES_MILLIS = {50, 100, 200};

  private final Executor answers;

  /**
   * @param answers where a call is made again
   */
  public Attempts(Executor answers) {
    this.answers = answers;
  }

  /** Makes the call, again if need be. */
  <T> CompletableFuture<T> of(Supplier<CompletableFuture<T>> call) {
    return new Series<>(call).next();
  }

  /** The attempts of one call; one at a time. */
  private final class Series<T> {
    final Supplier<CompletableFuture<T>> call;
    final long start = System.nanoTime();
    int made;
    boolean mayHaveHappened;

    Series(Supplier<CompletableFuture<T>> call) {
      this.call = call;
    }

    CompletableFuture<T> next() {
      return Pending.begun(call).exceptionallyCompose(failure -> again(Pending.causeOf(failure)));
    }

    CompletableFuture<T> again(Throwable failure) {
      if (!(failure instanceof StoreUnavailableException e)) {
        return CompletableFuture.failedFuture(failure);
      }
      mayHaveHappened |= e.mayHaveHappened();
      boolean late = System.nanoTime() - start > WINDOW.toNanos();
      if (late || made == PAUSES_MILLIS.length) {
        return CompletableFuture.failedFuture(
            new StoreUnavailableException(e.getMessage(), mayHaveHappened, e));
      }
      Executor later =
          CompletableFuture.delayedExecutor(PAUSES_MILLIS[made++], TimeUnit.MILLISECONDS, answers);
      return CompletableFuture.supplyAsync(this::next, later).thenCompose(Function.identity());
    }
  }
}
