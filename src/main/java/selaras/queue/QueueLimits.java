package selaras.queue;

import java.time.Duration;
import selaras.limits.Bound;

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
    Bound.atLeast("queue.visibility_ms", 1, defaults.visibility());
    Bound.notUnder(
        "queue.visibility.max_ms", visibilityMax, "queue.visibility_ms", defaults.visibility());
    Bound.atLeast("queue.deliveries.max", 1, defaults.maxDeliveries());
    Bound.atLeast("queue.depth.max", 1, defaults.depthMax());
    Bound.atLeast("queue.in_flight.max", 1, defaults.inFlightMax());
    Bound.atLeast("queue.dedup.window_ms", 1, defaults.dedupWindow());
    Bound.within("queue.partitions.max", 1, MOST_PARTITIONS, partitionsMax);
    Bound.within("queue.batch.max", 1, MOST_IN_A_BATCH, batchMax);
    Bound.atLeast("queue.batch.max_bytes", 1, batchBytes);
    Bound.atLeast("queue.redrive.max", 1, redriveMax);
    Bound.atLeast("queue.queues.max", 1, queuesMax);
    Bound.atLeast("queue.request.remember_ms", 1, rememberFor);
    Bound.atLeast("queue.definition.max_age_ms", 1, definitionAge);
  }
}
