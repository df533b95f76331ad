package selaras.queue;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a queue is like. The first two are for good, since they say where the messages of a key are;
 * the others may change at any time.
 *
 * @param partitions parts that are in order each for itself; messages of one key share one
 * @param ordering of each partition
 * @param maxDeliveries deliveries before a message becomes a dead letter
 * @param visibility the lease when the consumer names none
 * @param depthMax messages that one partition stores, dead letters included
 * @param inFlightMax messages of one partition that may be leased at once
 * @param messageBytes of one message as JSON text in UTF-8
 * @param dedupWindow how long a deduplication id is remembered
 */
public record QueueDefinition(
    int partitions,
    Ordering ordering,
    int maxDeliveries,
    Duration visibility,
    int depthMax,
    int inFlightMax,
    int messageBytes,
    Duration dedupWindow) {
  /** The partition of everything with this routing key. */
  public Partition partitionFor(String queue, String routingKey) {
    return new Partition(queue, Math.floorMod(routingKey.hashCode(), partitions));
  }

  public List<Partition> partitionsOf(String queue) {
    return IntStream.range(0, partitions).mapToObj(index -> new Partition(queue, index)).toList();
  }

  /** Whether messages of the other one would be where this one looks for them, in its order. */
  public boolean placesLike(QueueDefinition other) {
    return partitions == other.partitions && ordering == other.ordering;
  }
}
