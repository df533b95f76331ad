package selaras.queue;

import java.util.Optional;

/**
 * Send dead letters again, as new messages at the end of their partition.
 *
 * @param messageId only this one; empty: all that are dead now, at most {@link
 *     QueueLimits#redriveMax}
 * @param requestId the same id within {@link QueueLimits#rememberFor} gives the same answer and
 *     sends nothing more
 */
public record Redrive(Optional<String> messageId, Optional<String> requestId) {}
