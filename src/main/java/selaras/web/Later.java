package selaras.web;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Answers that may be there already. */
final class Later {
  private Later() {}

  /**
   * What a resource returns: the answer itself when it is there, since to suspend a request costs a
   * tenth of a short call, and else the future.
   *
   * @throws RuntimeException the failure, when that is there
   */
  static Object unlessDone(CompletableFuture<?> answer) {
    if (!answer.isDone()) {
      return answer;
    }
    try {
      return answer.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }
}
