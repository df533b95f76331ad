package selaras.queue.redis;

import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import selaras.answers.Pending;
import selaras.queue.Partition;
import selaras.queue.QueueBusyException;
import selaras.store.StoreUnavailableException;

/**
 * Makes the calls that one command comes to, one after the other, one for each partition. A failure
 * after the first of them is one of a command that may have happened: whoever repeats it must know.
 */
final class PartByPart {
  private PartByPart() {}

  static <T> CompletableFuture<Void> run(
      Map<Partition, T> parts, BiFunction<Partition, T, CompletableFuture<Void>> call) {
    var all = parts.entrySet().iterator();
    return all.hasNext()
        ? next(all, call).thenCompose(done -> rest(all, call))
        : CompletableFuture.completedFuture(null);
  }

  private static <T> CompletableFuture<Void> rest(
      Iterator<Map.Entry<Partition, T>> parts,
      BiFunction<Partition, T, CompletableFuture<Void>> call) {
    return parts.hasNext()
        ? next(parts, call)
            .exceptionallyCompose(failure -> mayHaveHappened(Pending.causeOf(failure)))
            .thenCompose(done -> rest(parts, call))
        : CompletableFuture.completedFuture(null);
  }

  private static <T> CompletableFuture<Void> next(
      Iterator<Map.Entry<Partition, T>> parts,
      BiFunction<Partition, T, CompletableFuture<Void>> call) {
    var part = parts.next();
    return call.apply(part.getKey(), part.getValue());
  }

  private static CompletableFuture<Void> mayHaveHappened(Throwable failure) {
    return CompletableFuture.failedFuture(
        isRefusal(failure)
            ? new StoreUnavailableException(failure.getMessage(), true, failure)
            : failure);
  }

  /** Whether a part was not taken, for now, rather than broken. */
  static boolean isRefusal(Throwable failure) {
    return failure instanceof QueueBusyException || failure instanceof StoreUnavailableException;
  }
}
