package selaras.queue;

import java.util.Optional;

/**
 * Put one message at the end of a queue.
 *
 * @param body JSON text
 * @param requestId the same id within {@link QueueLimits#rememberFor} stores nothing more
 */
public record Produce(String body, Optional<String> requestId) {}
