package selaras.queue;

import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * One who waits for messages.
 *
 * @param command as it is given again and again until there is something
 * @param isThere asks whether the answer would reach anybody; asked once, just before it
 * @param answer what the wait ends with
 */
record Waiter(Consume command, BooleanSupplier isThere, CompletableFuture<ConsumeOutcome> answer) {

  /** Whether one look at the queue may serve this one together with its equals. */
  boolean sharesLooks() {
    return command.max() == 1 && command.requestId().isEmpty();
  }

  /** Each waits for itself, however equal the terms. */
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
