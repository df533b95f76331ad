package selaras.queue;

import java.time.Duration;

/**
 * The limits of every queue.
 *
 * @param defaults what a queue is like that nobody defined
 * @param visibilityMax the longest lease, and the longest delay of a message or a nack
 * @param partitionsMax partitions of one queue
 * @param batchMax messages of one call or one listing
 * @param batchBytes a batch is cut short after the message that reaches this many bytes
 * @param redriveMax dead letters sent again by one call
 * @param queuesMax queues of the cluster
 * @param rememberFor how long the answer to a request id is kept
 * @param definitionAge how long a node may go by a definition that has changed
 */
public record QueueLimits(
    QueueDefinition defaults,
    Duration visibilityMax,
    int partitionsMax,
    int batchMax,
    int batchBytes,
    int redriveMax,
    int queuesMax,
    Duration rememberFor,
    Duration definitionAge) {
  /** A message id has room for no more. */
  private static final int MOST_PARTITIONS = 10_000;

  /** A script has five arguments for each, and Lua's stack room for some eight thousand. */
  private static final int MOST_IN_A_BATCH = 1_000;

  public QueueLimits {
    requirePositive("queue.visibility_ms", defaults.visibility().toMillis());
    if (visibilityMax.compareTo(defaults.visibility()) < 0) {
      throw new IllegalArgumentException(
          "queue.visibility.max_ms=%d must not be under queue.visibility_ms=%d"
              .formatted(visibilityMax.toMillis(), defaults.visibility().toMillis()));
    }
    requirePositive("queue.deliveries.max", defaults.maxDeliveries());
    requirePositive("queue.depth.max", defaults.depthMax());
    requirePositive("queue.in_flight.max", defaults.inFlightMax());
    requirePositive("queue.dedup.window_ms", defaults.dedupWindow().toMillis());
    requirePositive("queue.partitions.max", partitionsMax);
    requireAtMost("queue.partitions.max", MOST_PARTITIONS, partitionsMax);
    requirePositive("queue.batch.max", batchMax);
    requireAtMost("queue.batch.max", MOST_IN_A_BATCH, batchMax);
    requirePositive("queue.batch.max_bytes", batchBytes);
    requirePositive("queue.redrive.max", redriveMax);
    requirePositive("queue.queues.max", queuesMax);
    requirePositive("queue.request.remember_ms", rememberFor.toMillis());
    requirePositive("queue.definition.max_age_ms", definitionAge.toMillis());
  }

  private static void requireAtMost(String key, int most, int value) {
    if (value > most) {
      throw new IllegalArgumentException(key + " must be at most " + most + ": " + value);
    }
  }

  private static void requirePositive(String key, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(key + " must be at least 1: " + value);
    }
  }
}
