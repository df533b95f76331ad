package selaras.queue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import selaras.store.Fence;

/**
 * Put messages at the end of a queue, each for itself: one may be refused and another stored.
 *
 * @param messages from 1 to {@link QueueLimits#batchMax}, in order
 * @param requestId the same id within {@link QueueLimits#rememberFor} stores nothing more
 * @param fence refuses the messages if its token has been overtaken; empty: no lock guards the
 *     queue
 */
public record Produce(
    List<NewMessage> messages, Optional<String> requestId, Optional<Fence> fence) {
  /** One plain message. */
  public static Produce one(String body, Optional<String> requestId, Optional<Fence> fence) {
    var message = new NewMessage(body, Optional.empty(), Duration.ZERO, Optional.empty());
    return new Produce(List.of(message), requestId, fence);
  }
}
