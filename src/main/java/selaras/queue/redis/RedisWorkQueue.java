package selaras.queue.redis;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import selaras.queue.QueueBusyException;
import selaras.queue.QueueDefinition;
import selaras.queue.QueueLimits;
import selaras.queue.Receipt;
import selaras.queue.WorkQueue;
import selaras.store.StoreUnavailableException;
import selaras.store.redis.Fences;
import selaras.store.redis.LuaScript;

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

  public RedisWorkQueue(
      RedisCatalog catalog, PartitionScripts partitions, QueueLimits limits, Fences fences) {
    this.catalog = catalog;
    this.partitions = partitions;
    this.limits = limits;
    this.fences = fences;
  }

  @Override
  public List<ProduceOutcome> produce(String queue, Produce command) {
    Request request = Request.of(command.requestId(), limits.rememberFor());
    if (command.fence().isPresent() && catalog.definition(queue).isEmpty()) {
      // a refused message makes no queue known: with room for none, only the fence is asked
      List<ProduceOutcome> asked =
          new Producing(queue, command, limits.defaults(), request, fences).into(partitions, 0);
      if (!(asked.get(0) instanceof QueueFull)) {
        return asked;
      }
    }
    return catalog
        .register(queue)
        .map(
            definition ->
                new Producing(queue, command, definition, request, fences)
                    .into(partitions, definition.depthMax()))
        .orElseGet(
            () ->
                Collections.nCopies(
                    command.messages().size(), new TooManyQueues(limits.queuesMax())));
  }

  @Override
  public List<Delivery> consume(String queue, Consume command) {
    Optional<QueueDefinition> definition = catalog.definition(queue);
    if (definition.isEmpty() && command.requestId().isEmpty()) {
      return List.of();
    }
    // that there was nothing is an answer to remember, too
    return consume(queue, definition.orElse(limits.defaults()), command);
  }

  /**
   * From partition after partition, beginning at one that the request id names, so that the same
   * request asks the same ones for the same.
   */
  private List<Delivery> consume(String queue, QueueDefinition definition, Consume command) {
    Request request = Request.of(command.requestId(), limits.rememberFor());
    int first = definition.partitionFor(queue, request.id()).index();
    List<Delivery> taken = new ArrayList<>();
    RuntimeException refusal = null;
    for (int i = 0; i < definition.partitions() && isRoom(taken, command); i++) {
      Partition partition = new Partition(queue, (first + i) % definition.partitions());
      try {
        taken.addAll(consume(partition, definition, command, taken.size(), request));
      } catch (QueueBusyException e) {
        refusal = e;
      } catch (StoreUnavailableException e) {
        // the others may fail as slowly; what was taken already has to be handed out
        refusal = e;
        break;
      }
    }
    if (refusal != null && taken.isEmpty()) {
      throw refusal;
    }
    return taken;
  }

  private boolean isRoom(List<Delivery> taken, Consume command) {
    long chars = taken.stream().mapToLong(delivery -> delivery.message().body().length()).sum();
    return taken.size() < command.max() && chars < limits.batchBytes();
  }

  private List<Delivery> consume(
      Partition partition,
      QueueDefinition definition,
      Consume command,
      int taken,
      Request request) {
    var lease = command.visibility().orElse(definition.visibility());
    Object reply =
        partitions.run(
            Scripts.CONSUME,
            partition,
            PartitionKeys.of(partition, "consume", request.id()),
            List.of(
                command.autoAck() ? "0" : QueueArgs.millis(lease),
                Integer.toString(command.max() - taken),
                Integer.toString(limits.batchBytes()),
                command.watcher() + RandomText.next(),
                Integer.toString(definition.maxDeliveries()),
                QueueArgs.DUE_AT_ONCE,
                request.rememberMillis(),
                command.waits() ? request.waitsFlag() : request.sentFlag(),
                Integer.toString(definition.inFlightMax())));
    if (reply instanceof List<?> found) {
      return Replies.deliveries(partition, found);
    }
    throw new QueueBusyException(
        "at most %d messages of a partition may be in flight".formatted(definition.inFlightMax()));
  }

  @Override
  public LeaseOutcome settle(String queue, LeaseCommand command) {
    if (command instanceof LeaseCommand.Ack ack) {
      return ackAll(queue, List.of(ack.receipt()), ack.requestId()).get(0);
    }
    Optional<QueueDefinition> definition = catalog.definition(queue);
    Optional<Receipt> receipt = Receipt.parse(command.receipt());
    return definition.isPresent() && receipt.isPresent()
        ? settle(queue, definition.get(), receipt.get(), command)
        : LeaseOutcome.NOT_LATEST;
  }

  private LeaseOutcome settle(
      String queue, QueueDefinition definition, Receipt receipt, LeaseCommand command) {
    Partition partition = new Partition(queue, receipt.messageId().partition());
    Request request = Request.of(command.requestId(), limits.rememberFor());
    List<String> args = new ArrayList<>(List.of(request.rememberMillis(), request.sentFlag()));
    args.addAll(words(receipt));
    String maxDeliveries = Integer.toString(definition.maxDeliveries());
    LuaScript script =
        switch (command) {
          case LeaseCommand.Ack ack -> throw new IllegalArgumentException("acknowledged together");
          case LeaseCommand.Nack nack -> {
            args.addAll(List.of(QueueArgs.millis(nack.delay()), maxDeliveries, "0"));
            yield Scripts.NACK;
          }
          case LeaseCommand.Reject reject -> {
            args.addAll(List.of("0", maxDeliveries, "1"));
            yield Scripts.NACK;
          }
          case LeaseCommand.Extend extend -> {
            args.add(QueueArgs.millis(extend.visibility().orElse(definition.visibility())));
            yield Scripts.EXTEND;
          }
          case LeaseCommand.HandBack back -> Scripts.HAND_BACK;
        };
    List<String> keys = PartitionKeys.of(partition, script.name(), request.id());
    return Replies.settled(partitions.run(script, partition, keys, args));
  }

  @Override
  public List<LeaseOutcome> ackAll(
      String queue, List<String> receipts, Optional<String> requestId) {
    Request request = Request.of(requestId, limits.rememberFor());
    LeaseOutcome[] outcomes = new LeaseOutcome[receipts.size()];
    Map<Partition, Map<Integer, Receipt>> parts = new LinkedHashMap<>();
    for (int i = 0; i < outcomes.length; i++) {
      int place = i;
      outcomes[i] = LeaseOutcome.NOT_LATEST;
      Receipt.parse(receipts.get(i))
          .ifPresent(
              receipt ->
                  parts
                      .computeIfAbsent(
                          new Partition(queue, receipt.messageId().partition()),
                          any -> new LinkedHashMap<>())
                      .put(place, receipt));
    }
    parts.forEach((partition, those) -> ack(partition, those, request, outcomes));
    return List.of(outcomes);
  }

  private void ack(
      Partition partition,
      Map<Integer, Receipt> receipts,
      Request request,
      LeaseOutcome[] outcomes) {
    List<String> args = new ArrayList<>(List.of(request.rememberMillis(), request.sentFlag()));
    receipts.values().forEach(receipt -> args.addAll(words(receipt)));
    List<String> keys = PartitionKeys.of(partition, Scripts.ACK.name(), request.id());
    var answers = ((List<?>) partitions.run(Scripts.ACK, partition, keys, args)).iterator();
    receipts.keySet().forEach(place -> outcomes[place] = Replies.settled(answers.next()));
  }

  private static List<String> words(Receipt receipt) {
    return List.of(
        receipt.messageId().sequence(), Integer.toString(receipt.delivery()), receipt.token());
  }

  @Override
  public List<Partition> partitions() {
    return catalog.allPartitions();
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
