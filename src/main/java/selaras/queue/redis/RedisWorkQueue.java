package selaras.queue.redis;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import selaras.queue.Consume;
import selaras.queue.Delivery;
import selaras.queue.DueLeases;
import selaras.queue.LeaseCommand;
import selaras.queue.LeaseOutcome;
import selaras.queue.Partition;
import selaras.queue.Produce;
import selaras.queue.ProduceOutcome;
import selaras.queue.ProduceOutcome.QueueFull;
import selaras.queue.ProduceOutcome.TooManyQueues;
import selaras.queue.QueueDefinition;
import selaras.queue.QueueLimits;
import selaras.queue.WorkQueue;
import selaras.store.redis.Fences;

/**
 * The queue on Redis: finds the partition, runs the verb's script there, reads its answer. All
 * rules are in the scripts.
 *
 * <p>Thread-safe. Each call is made again after a passing failure, under the client's request id or
 * one of its own, so that it takes effect once.
 */
public final class RedisWorkQueue implements WorkQueue, DueLeases {
  private final RedisCatalog catalog;
  private final PartitionScripts partitions;
  private final QueueLimits limits;
  private final Fences fences;
  private final Settling settling;

  public RedisWorkQueue(
      RedisCatalog catalog, PartitionScripts partitions, QueueLimits limits, Fences fences) {
    this.catalog = catalog;
    this.partitions = partitions;
    this.limits = limits;
    this.fences = fences;
    this.settling = new Settling(catalog, partitions, limits);
  }

  @Override
  public CompletableFuture<List<ProduceOutcome>> produce(String queue, Produce command) {
    Request request = Request.of(command.requestId(), limits.rememberFor());
    return command.fence().isEmpty()
        ? produced(queue, command, request)
        : catalog
            .lookUp(queue)
            .thenCompose(
                definition ->
                    definition.isPresent()
                        ? produced(queue, command, request)
                        : producedUnlessStale(queue, command, request));
  }

  /** A refused message makes no queue known: with room for none, only the fence is asked. */
  private CompletableFuture<List<ProduceOutcome>> producedUnlessStale(
      String queue, Produce command, Request request) {
    return new Producing(queue, command, limits.defaults(), request, fences)
        .into(partitions, 0)
        .thenCompose(
            asked ->
                asked.get(0) instanceof QueueFull
                    ? produced(queue, command, request)
                    : CompletableFuture.completedFuture(asked));
  }

  private CompletableFuture<List<ProduceOutcome>> produced(
      String queue, Produce command, Request request) {
    return catalog
        .register(queue)
        .thenCompose(
            registered ->
                registered
                    .map(
                        definition ->
                            new Producing(queue, command, definition, request, fences)
                                .into(partitions, definition.depthMax()))
                    .orElseGet(() -> CompletableFuture.completedFuture(refused(command))));
  }

  private List<ProduceOutcome> refused(Produce command) {
    return Collections.nCopies(command.messages().size(), new TooManyQueues(limits.queuesMax()));
  }

  @Override
  public CompletableFuture<List<Delivery>> consume(String queue, Consume command) {
    return catalog.lookUp(queue).thenCompose(definition -> consumed(queue, command, definition));
  }

  private CompletableFuture<List<Delivery>> consumed(
      String queue, Consume command, Optional<QueueDefinition> definition) {
    // that there was nothing is an answer to remember, too
    return definition.isEmpty() && command.requestId().isEmpty()
        ? CompletableFuture.completedFuture(List.of())
        : new Consuming(queue, command, definition.orElse(limits.defaults()), limits)
            .from(partitions);
  }

  @Override
  public CompletableFuture<LeaseOutcome> settle(String queue, LeaseCommand command) {
    return settling.one(queue, command);
  }

  @Override
  public CompletableFuture<List<LeaseOutcome>> ackAll(
      String queue, List<String> receipts, Optional<String> requestId) {
    return settling.acks(queue, receipts, requestId);
  }

  @Override
  public List<Partition> partitions() {
    return catalog.allPartitions();
  }

  @Override
  public void finishDeletions(Predicate<Partition> mine) {
    catalog.finishDeletions(mine);
  }

  @Override
  public int giveBack(Partition partition) {
    QueueDefinition definition = catalog.definition(partition.queue()).orElse(limits.defaults());
    Object moved =
        partitions.run(
            Scripts.GIVE_BACK,
            partition,
            PartitionKeys.of(partition),
            List.of(QueueArgs.DUE_AT_ONCE, Integer.toString(definition.maxDeliveries())));
    return ((Long) moved).intValue();
  }
}
