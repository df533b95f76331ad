package selaras.queue.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import selaras.queue.NewMessage;
import selaras.queue.Partition;
import selaras.queue.Produce;
import selaras.queue.ProduceOutcome;
import selaras.queue.ProduceOutcome.TooLarge;
import selaras.queue.QueueDefinition;
import selaras.store.redis.Fences;

/**
 * Messages on their way into a queue: those of one partition go in one script. One object per call.
 */
final class Producing {
  private final String queue;
  private final Produce command;
  private final QueueDefinition definition;
  private final Request request;
  private final Fences fences;
  private final ProduceOutcome[] outcomes;

  Producing(
      String queue, Produce command, QueueDefinition definition, Request request, Fences fences) {
    this.queue = queue;
    this.command = command;
    this.definition = definition;
    this.request = request;
    this.fences = fences;
    this.outcomes = new ProduceOutcome[command.messages().size()];
  }

  /**
   * @param depthMax messages the partition may hold
   */
  CompletableFuture<List<ProduceOutcome>> into(PartitionScripts partitions, int depthMax) {
    return PartByPart.run(
            byPartition(), (partition, indexes) -> send(partitions, partition, indexes, depthMax))
        .thenApply(done -> List.of(outcomes));
  }

  /** The places in the command of the messages of each partition, too large ones left out. */
  private Map<Partition, List<Integer>> byPartition() {
    Map<Partition, List<Integer>> parts = new LinkedHashMap<>();
    for (int i = 0; i < outcomes.length; i++) {
      NewMessage message = command.messages().get(i);
      int bytes = message.body().getBytes(StandardCharsets.UTF_8).length;
      if (bytes > definition.messageBytes()) {
        outcomes[i] = new TooLarge(bytes, definition.messageBytes());
      } else {
        Partition partition = definition.partitionFor(queue, message.routingKey(request.id()));
        parts.computeIfAbsent(partition, any -> new ArrayList<>()).add(i);
      }
    }
    return parts;
  }

  private CompletableFuture<Void> send(
      PartitionScripts partitions, Partition partition, List<Integer> indexes, int depthMax) {
    return fences
        .call(keys(partition, indexes), args(indexes, depthMax), command.fence())
        .thenCompose(call -> partitions.call(Scripts.PRODUCE, partition, call.keys(), call.args()))
        .thenAccept(reply -> read(partition, indexes, (List<?>) reply));
  }

  private void read(Partition partition, List<Integer> indexes, List<?> reply) {
    for (int i = 0; i < indexes.size(); i++) {
      outcomes[indexes.get(i)] =
          outcome(partition, (String) reply.get(2 * i), (String) reply.get(2 * i + 1));
    }
  }

  private List<String> keys(Partition partition, List<Integer> indexes) {
    List<String> keys = new ArrayList<>();
    for (int i : indexes) {
      keys.add(PartitionKeys.answer(partition, "produce", request.part(i)));
      keys.add(PartitionKeys.dedup(partition, command.messages().get(i)));
    }
    return keys;
  }

  private List<String> args(List<Integer> indexes, int depthMax) {
    List<String> args = new ArrayList<>();
    args.add(Integer.toString(depthMax));
    args.add(request.rememberMillis());
    args.add(QueueArgs.millis(definition.dedupWindow()));
    args.add(QueueArgs.byKey(definition));
    args.add(Integer.toString(indexes.size()));
    for (int i : indexes) {
      NewMessage message = command.messages().get(i);
      args.add(message.body());
      args.add(RandomText.next());
      args.add(message.key().orElse(""));
      args.add(QueueArgs.millis(message.delay()));
      args.add(message.dedupId().isPresent() ? "1" : "0");
    }
    return args;
  }

  private ProduceOutcome outcome(Partition partition, String what, String detail) {
    String id = partition.index() + "-" + detail;
    return switch (what) {
      case "produced" -> new ProduceOutcome.Produced(id);
      case "duplicate" -> new ProduceOutcome.Duplicate(id);
      case "full" -> new ProduceOutcome.QueueFull(definition.depthMax());
      case "stale" ->
          new ProduceOutcome.StaleFence(command.fence().orElseThrow(), Long.parseLong(detail));
      default -> throw new IllegalStateException("unknown reply " + what);
    };
  }
}
