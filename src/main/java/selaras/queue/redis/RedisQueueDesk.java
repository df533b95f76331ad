package selaras.queue.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import selaras.queue.DeadLetter;
import selaras.queue.Message;
import selaras.queue.MessageId;
import selaras.queue.Partition;
import selaras.queue.PeekedMessage;
import selaras.queue.Purge;
import selaras.queue.QueueDefinition;
import selaras.queue.QueueDesk;
import selaras.queue.QueueLimits;
import selaras.queue.QueueStats;
import selaras.queue.Redrive;

/** The desk of the queues on Redis: partition after partition, a script at each. Thread-safe. */
public final class RedisQueueDesk implements QueueDesk {
  /** Dead letters that one script sends again at most. */
  private static final int REDRIVE_AT_ONCE = 100;

  private final RedisCatalog catalog;
  private final PartitionScripts scripts;
  private final QueueLimits limits;

  public RedisQueueDesk(RedisCatalog catalog, PartitionScripts scripts, QueueLimits limits) {
    this.catalog = catalog;
    this.scripts = scripts;
    this.limits = limits;
  }

  @Override
  public QueueStats stats(String queue) {
    return partitionsOf(queue).stream().map(this::stats).reduce(QueueStats.NONE, QueueStats::plus);
  }

  @Override
  public QueueStats stats(Partition partition) {
    return Replies.stats(
        scripts.run(Scripts.STATS, partition, PartitionKeys.of(partition), List.of()));
  }

  @Override
  public List<PeekedMessage> peek(String queue, int max) {
    List<PeekedMessage> seen = new ArrayList<>();
    int room = limits.batchBytes();
    for (Partition partition : partitionsOf(queue)) {
      if (seen.size() < max && room > 0) {
        List<PeekedMessage> more = peek(partition, max - seen.size(), room);
        seen.addAll(more);
        room -= bytes(more.stream().map(PeekedMessage::message));
      }
    }
    return seen;
  }

  private List<PeekedMessage> peek(Partition partition, int max, int room) {
    int maxDeliveries =
        catalog.definition(partition.queue()).orElse(limits.defaults()).maxDeliveries();
    List<String> args =
        List.of(
            Integer.toString(max),
            Integer.toString(room),
            QueueArgs.DUE_AT_ONCE,
            Integer.toString(maxDeliveries));
    return Replies.peeked(
        partition, scripts.run(Scripts.PEEK, partition, PartitionKeys.of(partition), args));
  }

  @Override
  public List<DeadLetter> deadLetters(String queue, String after, int max) {
    Optional<MessageId> last = MessageId.parse(after);
    List<DeadLetter> letters = new ArrayList<>();
    int room = limits.batchBytes();
    for (Partition partition : partitionsOf(queue)) {
      int behind = last.map(id -> partition.index() - id.partition()).orElse(1);
      if (behind >= 0 && letters.size() < max && room > 0) {
        String from = behind == 0 ? last.orElseThrow().sequence() : "0";
        List<DeadLetter> more = deadLetters(partition, from, max - letters.size(), room);
        letters.addAll(more);
        room -= bytes(more.stream().map(DeadLetter::message));
      }
    }
    return letters;
  }

  private List<DeadLetter> deadLetters(Partition partition, String after, int max, int room) {
    List<String> args = List.of(after, Integer.toString(max), Integer.toString(room));
    return Replies.deadLetters(
        partition, scripts.run(Scripts.DEAD, partition, PartitionKeys.of(partition), args));
  }

  /** As the scripts count them, so that a list which one of them cut short is the end of a page. */
  private static int bytes(Stream<Message> messages) {
    return messages.mapToInt(it -> it.body().getBytes(StandardCharsets.UTF_8).length).sum();
  }

  @Override
  public List<String> redrive(String queue, Redrive command) {
    Request request = Request.of(command.requestId(), limits.rememberFor());
    Optional<QueueDefinition> definition = catalog.definition(queue);
    if (definition.isEmpty()) {
      return List.of();
    }
    if (command.messageId().isPresent()) {
      return MessageId.parse(command.messageId().get())
          .map(
              id -> redriveOne(new Partition(queue, id.partition()), id, definition.get(), request))
          .orElse(List.of());
    }
    List<String> sent = new ArrayList<>();
    for (Partition partition : definition.get().partitionsOf(queue)) {
      redriveAll(partition, definition.get(), request, sent);
    }
    return sent;
  }

  private List<String> redriveOne(
      Partition partition, MessageId id, QueueDefinition definition, Request request) {
    return redrive(partition, id.sequence(), id.random(), "", 1, definition, request.id())
        .messageIds();
  }

  /** Run after run until nothing is left that was dead at the first, or enough has been sent. */
  private void redriveAll(
      Partition partition, QueueDefinition definition, Request request, List<String> sent) {
    String last = "";
    int found = 1;
    for (int run = 0; found > 0 && sent.size() < limits.redriveMax(); run++) {
      int most = Math.min(REDRIVE_AT_ONCE, limits.redriveMax() - sent.size());
      var done = redrive(partition, "", "", last, most, definition, request.part(run));
      last = done.last();
      found = done.messageIds().size();
      sent.addAll(done.messageIds());
    }
  }

  private Replies.Redriven redrive(
      Partition partition,
      String sequence,
      String random,
      String last,
      int most,
      QueueDefinition definition,
      String answerId) {
    Object reply =
        scripts.run(
            Scripts.REDRIVE,
            partition,
            PartitionKeys.of(partition, "redrive", answerId),
            List.of(
                sequence,
                random,
                last,
                Integer.toString(most),
                batchBytes(),
                QueueArgs.byKey(definition),
                QueueArgs.millis(limits.rememberFor())));
    return Replies.redriven(partition, reply);
  }

  @Override
  public long purge(String queue, Purge command) {
    Request request = Request.of(command.requestId(), limits.rememberFor());
    List<String> args =
        List.of(
            command.messages() ? "1" : "0",
            command.deadLetters() ? "1" : "0",
            request.rememberMillis());
    return partitionsOf(queue).stream()
        .map(
            it -> scripts.run(Scripts.PURGE, it, PartitionKeys.of(it, "purge", request.id()), args))
        .mapToLong(removed -> (Long) removed)
        .sum();
  }

  private List<Partition> partitionsOf(String queue) {
    return catalog
        .definition(queue)
        .map(definition -> definition.partitionsOf(queue))
        .orElse(List.of());
  }

  private String batchBytes() {
    return Integer.toString(limits.batchBytes());
  }
}
