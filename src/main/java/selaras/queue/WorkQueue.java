package selaras.queue;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Named queues, each partition of each first in, first out, delivering at least once.
 *
 * <p>A consumed message is leased, not gone: unless acknowledged before the lease ends it is
 * delivered again, before every younger message, until it has been delivered {@link
 * QueueDefinition#maxDeliveries} times and becomes a dead letter. In a queue ordered by key no
 * message is delivered while an earlier one of its key is neither settled nor dead. Reading an
 * unknown queue finds it empty.
 *
 * <p>Each call is atomic in each partition and thread-safe. Calls with the same request id, on any
 * node, have one effect and one answer; a refusal of a message is not remembered.
 *
 * <p>No call waits for those of others: its answer is there already when the store was free, and
 * else comes on a thread for answers, where what becomes of it may take its time. It fails with
 * {@link selaras.store.StoreUnavailableException} within a bounded time when the store does not
 * answer, and with {@link QueueBusyException} when the queue has as much to do as it may. Every
 * failure is one of the answer.
 */
public interface WorkQueue {
  /** What became of each message, in order. */
  CompletableFuture<List<ProduceOutcome>> produce(String queue, Produce command);

  /**
   * The oldest messages, in order; empty when there is none to have now. Fails with {@link
   * QueueBusyException} when there are some and as many as allowed are leased.
   */
  CompletableFuture<List<Delivery>> consume(String queue, Consume command);

  /**
   * Acts on a message by receipt. A receipt holds, even past the end of the lease, until the
   * message is delivered again, settled, or given up.
   */
  CompletableFuture<LeaseOutcome> settle(String queue, LeaseCommand command);

  /** Acknowledges several messages; what became of each, in order. */
  CompletableFuture<List<LeaseOutcome>> ackAll(
      String queue, List<String> receipts, Optional<String> requestId);
}
