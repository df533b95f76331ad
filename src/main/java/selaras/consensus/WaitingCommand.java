package selaras.consensus;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * A command and the caller who waits for its answer.
 *
 * @param deadlineNanos of the caller, by {@link System#nanoTime}
 */
record WaitingCommand(byte[] command, CompletableFuture<byte[]> answer, long deadlineNanos) {
  int bytes() {
    return command.length;
  }

  boolean isOverdue(long now) {
    return deadlineNanos - now <= 0;
  }

  void fail(ConsensusException failure, Executor executor) {
    executor.execute(() -> answer.completeExceptionally(failure));
  }
}
