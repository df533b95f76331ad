package selaras.queue;

import java.time.Duration;

/**
 * The limits of every queue.
 *
 * @param visibilityDefault the lease when the consumer names none
 * @param visibilityMax the longest lease, and the longest delay of a nack
 * @param maxDeliveries deliveries before a message becomes a dead letter
 * @param depthMax messages stored in one partition, dead letters included
 * @param batchMax messages of one consume or one listing
 * @param batchBytes a batch is cut short after the message that reaches this many bytes
 * @param queuesMax queues of the cluster
 * @param rememberFor how long the answer to a request id is kept
 */
public record QueueLimits(
    Duration visibilityDefault,
    Duration visibilityMax,
    int maxDeliveries,
    int depthMax,
    int batchMax,
    int batchBytes,
    int queuesMax,
    Duration rememberFor) {
  public QueueLimits {
    requirePositive("queue.visibility_ms", visibilityDefault.toMillis());
    if (visibilityMax.compareTo(visibilityDefault) < 0) {
      throw new IllegalArgumentException(
          "queue.visibility.max_ms=%d must not be under queue.visibility_ms=%d"
              .formatted(visibilityMax.toMillis(), visibilityDefault.toMillis()));
    }
    requirePositive("queue.deliveries.max", maxDeliveries);
    requirePositive("queue.depth.max", depthMax);
    requirePositive("queue.batch.max", batchMax);
    requirePositive("queue.batch.max_bytes", batchBytes);
    requirePositive("queue.queues.max", queuesMax);
    requirePositive("queue.request.remember_ms", rememberFor.toMillis());
  }

  private static void requirePositive(String key, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(key + " must be at least 1: " + value);
    }
  }
}
