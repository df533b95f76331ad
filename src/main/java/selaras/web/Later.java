package selaras.web;

import java.util.concurrent.CompletableFuture;

/** Answers that may be there already. */
final class Later {
  private Later() {}

  /**
   * What a resource returns: the answer or its failure when that is there, since to suspend a
   * request costs a short call a fifth, and else the future.
   */
  static Object unlessDone(CompletableFuture<?> answer) {
    return answer.isDone() ? answer.join() : answer;
  }
}
