package selaras.queue;

import java.time.Duration;
import java.util.Optional;

/**
 * Take the oldest messages of a queue.
 *
 * @param max messages at most, from 1 to {@link QueueLimits#batchMax}
 * @param visibility how long they stay leased, to {@link QueueLimits#visibilityMax}; empty: as the
 *     queue says
 * @param autoAck removed at once (at most once) instead of leased
 * @param requestId the same id within {@link QueueLimits#rememberFor} gives the same deliveries
 */
public record Consume(
    int max, Optional<Duration> visibility, boolean autoAck, Optional<String> requestId) {}
