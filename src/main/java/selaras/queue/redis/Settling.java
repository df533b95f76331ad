package selaras.queue.redis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import selaras.queue.LeaseCommand;
import selaras.queue.LeaseOutcome;
import selaras.queue.Partition;
import selaras.queue.QueueDefinition;
import selaras.queue.QueueLimits;
import selaras.queue.Receipt;
import selaras.store.redis.LuaScript;

/** What consumers do with messages they hold: a receipt names its partition. Thread-safe. */
final class Settling {
  private final RedisCatalog catalog;
  private final PartitionScripts partitions;
  private final QueueLimits limits;

  Settling(RedisCatalog catalog, PartitionScripts partitions, QueueLimits limits) {
    this.catalog = catalog;
    this.partitions = partitions;
    this.limits = limits;
  }

  /** Acts on one message. */
  CompletableFuture<LeaseOutcome> one(String queue, LeaseCommand command) {
    if (command instanceof LeaseCommand.Ack ack) {
      return acks(queue, List.of(ack.receipt()), ack.requestId()).thenApply(all -> all.get(0));
    }
    Optional<Receipt> receipt = Receipt.parse(command.receipt());
    return catalog
        .lookUp(queue)
        .thenCompose(
            definition ->
                definition.isPresent() && receipt.isPresent()
                    ? settle(queue, definition.get(), receipt.get(), command)
                    : CompletableFuture.completedFuture(LeaseOutcome.NOT_LATEST));
  }

  private CompletableFuture<LeaseOutcome> settle(
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
    List<String> keys = List.of(PartitionKeys.answer(partition, script.name(), request.id()));
    return partitions.call(script, partition, keys, args).thenApply(Replies::settled);
  }

  /** Acknowledges several messages, those of one partition in one script. */
  CompletableFuture<List<LeaseOutcome>> acks(
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
    return PartByPart.run(parts, (partition, those) -> ack(partition, those, request, outcomes))
        .thenApply(done -> List.of(outcomes));
  }

  private CompletableFuture<Void> ack(
      Partition partition,
      Map<Integer, Receipt> receipts,
      Request request,
      LeaseOutcome[] outcomes) {
    List<String> args = new ArrayList<>(List.of(request.rememberMillis(), request.sentFlag()));
    receipts.values().forEach(receipt -> args.addAll(words(receipt)));
    var keys = List.of(PartitionKeys.answer(partition, Scripts.ACK.name(), request.id()));
    return partitions
        .call(Scripts.ACK, partition, keys, args)
        .thenAccept(
            reply -> {
              var answers = ((List<?>) reply).iterator();
              for (int place : receipts.keySet()) {
                // fewer answers: this request id was sent before, with fewer receipts
                if (answers.hasNext()) {
                  outcomes[place] = Replies.settled(answers.next());
                }
              }
            });
  }

  private static List<String> words(Receipt receipt) {
    return List.of(
        receipt.messageId().sequence(), Integer.toString(receipt.delivery()), receipt.token());
  }
}
