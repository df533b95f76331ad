package selaras.queue.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import selaras.queue.Consume;
import selaras.queue.DeadLetter;
import selaras.queue.Delivery;
import selaras.queue.DueLeases;
import selaras.queue.LeaseCommand;
import selaras.queue.LeaseOutcome;
import selaras.queue.Partition;
import selaras.queue.Placement;
import selaras.queue.Produce;
import selaras.queue.ProduceOutcome;
import selaras.queue.QueueLimits;
import selaras.queue.QueueStats;
import selaras.queue.Receipt;
import selaras.queue.WorkQueue;
import selaras.store.redis.Fences;
import selaras.store.redis.LuaScript;
import selaras.store.redis.RedisStore;

/**
 * The queue on Redis: finds the partition and its shard, runs the verb's script there, reads its
 * answer. All rules are in the scripts.
 *
 * <p>Thread-safe. Each call is made again after a passing failure, under the client's request id or
 * one of its own, so that it takes effect once; see {@link Attempts} for the bounds.
 */
public final class RedisWorkQueue implements WorkQueue, DueLeases {
  /** Due messages one script gives back at most, of each kind. */
  private static final String DUE_AT_ONCE = "256";

  private final Placement placement;
  private final Map<String, RedisStore> shards;
  private final QueueLimits limits;
  private final Fences fences;
  private final QueueRegistry registry;

  /**
   * @param placement names the shard of each partition
   * @param shards the stores by those names
   * @param registry the store that knows which queues there are
   */
  public RedisWorkQueue(
      Placement placement,
      Map<String, RedisStore> shards,
      RedisStore registry,
      QueueLimits limits,
      Fences fences) {
    this.placement = placement;
    this.shards = Map.copyOf(shards);
    this.limits = limits;
    this.fences = fences;
    this.registry = new QueueRegistry(registry, limits.queuesMax());
  }

  @Override
  public ProduceOutcome produce(String queue, Produce command) {
    Request request = Request.of(command.requestId(), limits.rememberFor());
    Partition partition = placement.partitionFor(queue, request.id());
    if (command.fence().isPresent() && !registry.hasLately(queue)) {
      // a refused message makes no queue known: with room for none, only the fence is asked
      ProduceOutcome asked = produce(partition, command, request, 0);
      if (!(asked instanceof ProduceOutcome.QueueFull)) {
        return asked;
      }
    }
    return registry.register(queue)
        ? produce(partition, command, request, limits.depthMax())
        : new ProduceOutcome.TooManyQueues(limits.queuesMax());
  }

  private ProduceOutcome produce(
      Partition partition, Produce command, Request request, int depthMax) {
    List<String> keys = PartitionKeys.of(partition, "produce", request.id());
    List<String> args =
        List.of(
            command.body(),
            Integer.toString(partition.index()),
            RandomText.next(),
            Integer.toString(depthMax),
            request.rememberMillis());
    List<?> reply =
        (List<?>)
            run(
                Scripts.PRODUCE,
                partition,
                fences.keys(keys, command.fence()),
                fences.args(args, command.fence()));
    return Replies.produced(reply, command.fence(), limits);
  }

  @Override
  public List<Delivery> consume(String queue, Consume command) {
    Request request = Request.of(command.requestId(), limits.rememberFor());
    Partition partition = placement.partitionFor(queue, request.id());
    Object found =
        run(
            Scripts.CONSUME,
            partition,
            PartitionKeys.of(partition, "consume", request.id()),
            command.autoAck() ? "0" : millis(command.visibility()),
            Integer.toString(command.max()),
            Integer.toString(limits.batchBytes()),
            RandomText.next(),
            Integer.toString(limits.maxDeliveries()),
            DUE_AT_ONCE,
            request.rememberMillis(),
            request.sentFlag());
    return Replies.deliveries(found);
  }

  @Override
  public LeaseOutcome settle(String queue, LeaseCommand command) {
    return Receipt.parse(command.receipt())
        .map(receipt -> settle(new Partition(queue, receipt.partition()), receipt, command))
        .orElse(LeaseOutcome.NOT_LATEST);
  }

  private LeaseOutcome settle(Partition partition, Receipt receipt, LeaseCommand command) {
    Request request = Request.of(command.requestId(), limits.rememberFor());
    List<String> args = new ArrayList<>();
    args.add(receipt.messageId());
    args.add(Integer.toString(receipt.delivery()));
    args.add(receipt.token());
    args.add(request.rememberMillis());
    args.add(request.sentFlag());
    LuaScript script =
        switch (command) {
          case LeaseCommand.Ack ack -> Scripts.ACK;
          case LeaseCommand.Nack nack -> {
            args.add(millis(nack.delay()));
            args.add(Integer.toString(limits.maxDeliveries()));
            yield Scripts.NACK;
          }
          case LeaseCommand.Extend extend -> {
            args.add(millis(extend.visibility()));
            yield Scripts.EXTEND;
          }
        };
    List<String> keys = PartitionKeys.of(partition, script.name(), request.id());
    Object answer = run(script, partition, keys, args);
    return "done".equals(answer) ? LeaseOutcome.DONE : LeaseOutcome.NOT_LATEST;
  }

  @Override
  public QueueStats stats(String queue) {
    return placement.partitionsOf(queue).stream()
        .map(this::stats)
        .reduce(QueueStats::plus)
        .orElseThrow();
  }

  @Override
  public QueueStats stats(Partition partition) {
    return Replies.stats(run(Scripts.STATS, partition, PartitionKeys.of(partition)));
  }

  @Override
  public List<DeadLetter> deadLetters(String queue, int max) {
    List<DeadLetter> all = new ArrayList<>();
    for (Partition partition : placement.partitionsOf(queue)) {
      if (all.size() < max) {
        all.addAll(deadLetters(partition, max - all.size()));
      }
    }
    return all;
  }

  private List<DeadLetter> deadLetters(Partition partition, int max) {
    String bytes = Integer.toString(limits.batchBytes());
    List<String> keys = PartitionKeys.of(partition);
    return Replies.deadLetters(run(Scripts.DEAD, partition, keys, Integer.toString(max), bytes));
  }

  @Override
  public List<String> queues(String after, int max) {
    return registry.names(after, max);
  }

  @Override
  public List<String> queues() {
    return registry.names("", limits.queuesMax());
  }

  @Override
  public int giveBack(Partition partition) {
    String maxDeliveries = Integer.toString(limits.maxDeliveries());
    List<String> keys = PartitionKeys.of(partition);
    Object moved = run(Scripts.GIVE_BACK, partition, keys, DUE_AT_ONCE, maxDeliveries);
    return ((Long) moved).intValue();
  }

  private Object run(LuaScript script, Partition partition, List<String> keys, String... args) {
    return run(script, partition, keys, List.of(args));
  }

  private Object run(LuaScript script, Partition partition, List<String> keys, List<String> args) {
    RedisStore store = shards.get(placement.shardOf(partition));
    return Attempts.run(store, script, keys, args);
  }

  private static String millis(Duration duration) {
    return Long.toString(duration.toMillis());
  }
}
