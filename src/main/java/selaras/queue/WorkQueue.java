package selaras.queue;

import java.util.List;

/**
 * Named queues, each first in, first out, delivering at least once.
 *
 * <p>A consumed message is leased, not gone: unless acknowledged before the lease ends it is
 * delivered again, before every younger message, until it has been delivered {@link
 * QueueLimits#maxDeliveries} times and becomes a dead letter. A queue exists from its first message
 * on; reading an unknown one finds it empty.
 *
 * <p>Each call is atomic and thread-safe. Calls with the same request id, on any node, have one
 * effect and one answer; a refusal of a message is not remembered. Every call throws {@link
 * selaras.store.StoreUnavailableException} within a bounded time when the store does not answer.
 */
public interface WorkQueue {
  ProduceOutcome produce(String queue, Produce command);

  /** The oldest messages, in order; empty when there is none to have now. */
  List<Delivery> consume(String queue, Consume command);

  /**
   * Acts on a message by receipt. A receipt holds, even past the end of the lease, until the
   * message is delivered again, settled, or given up.
   */
  LeaseOutcome settle(String queue, LeaseCommand command);

  QueueStats stats(String queue);

  /** The same of one partition. */
  QueueStats stats(Partition partition);

  /** The dead letters longest dead first, at most so many. */
  List<DeadLetter> deadLetters(String queue, int max);

  /** The names of the known queues after the given one, in order, at most so many. */
  List<String> queues(String after, int max);
}
