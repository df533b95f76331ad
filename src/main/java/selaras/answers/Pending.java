package selaras.answers;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Answers that are still to come, and what they fail with. */
public final class Pending {
  private Pending() {}

  /** The answer of a call that may also fail at once: then the failure is the answer. */
  public static <T> CompletableFuture<T> begun(Supplier<CompletableFuture<T>> call) {
    try {
      return call.get();
    } catch (RuntimeException | Error e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Waits for the answer; throws what it fails with. Whoever promised it bounds the time. */
  public static <T> T await(CompletableFuture<T> answer) {
    try {
      return answer.join();
    } catch (CompletionException e) {
      throw asUnchecked(causeOf(e));
    }
  }

  /** What went wrong, whichever step of the way to the answer reports it. */
  public static Throwable causeOf(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  private static RuntimeException asUnchecked(Throwable failure) {
    return switch (failure) {
      case RuntimeException e -> e;
      case Error e -> throw e;
      default -> new CompletionException(failure);
    };
  }
}
