package selaras.queue;

import java.time.Duration;
import java.util.Optional;

/**
 * A message to be produced.
 *
 * @param body JSON text
 * @param key messages of the same key share a partition, and their order in a queue ordered by key
 * @param delay before which it is not delivered
 * @param dedupId stored once within the queue's window, among the messages of the same key
 */
public record NewMessage(
    String body, Optional<String> key, Duration delay, Optional<String> dedupId) {
  /** What chooses the partition; {@code otherwise} does if nothing of the message's own does. */
  public String routingKey(String otherwise) {
    return key.or(() -> dedupId).orElse(otherwise);
  }
}
