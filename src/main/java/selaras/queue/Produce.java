package selaras.queue;

import java.util.Optional;
import selaras.store.Fence;

/**
 * Put one message at the end of a queue.
 *
 * @param body JSON text
 * @param requestId the same id within {@link QueueLimits#rememberFor} stores nothing more
 * @param fence refuses the message if its token has been overtaken; empty: no lock guards the queue
 */
public record Produce(String body, Optional<String> requestId, Optional<Fence> fence) {}
