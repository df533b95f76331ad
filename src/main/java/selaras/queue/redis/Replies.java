package selaras.queue.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import selaras.queue.DeadLetter;
import selaras.queue.Delivery;
import selaras.queue.LeaseOutcome;
import selaras.queue.Message;
import selaras.queue.MessageId;
import selaras.queue.Partition;
import selaras.queue.PeekedMessage;
import selaras.queue.QueueStats;
import selaras.queue.Receipt;

/** Reads what the scripts return; their headers say in which order. */
final class Replies {
  private Replies() {}

  static List<Delivery> deliveries(Partition partition, Object reply) {
    return each(
        reply,
        fields -> {
          MessageId id = id(partition, fields.next());
          Receipt receipt = new Receipt(id, Integer.parseInt(fields.next()), fields.next());
          return new Delivery(message(id, fields), receipt);
        });
  }

  static List<PeekedMessage> peeked(Partition partition, Object reply) {
    return each(
        reply,
        fields -> {
          MessageId id = id(partition, fields.next());
          int deliveries = Integer.parseInt(fields.next());
          Duration age = millis(fields.next());
          return new PeekedMessage(message(id, fields), deliveries, age);
        });
  }

  static List<DeadLetter> deadLetters(Partition partition, Object reply) {
    return each(
        reply,
        fields -> {
          MessageId id = id(partition, fields.next());
          var reason = DeadLetter.Reason.valueOf(fields.next().toUpperCase(Locale.ROOT));
          int deliveries = Integer.parseInt(fields.next());
          Duration dead = millis(fields.next());
          Duration first = millis(fields.next());
          Duration last = millis(fields.next());
          return new DeadLetter(message(id, fields), reason, deliveries, dead, first, last);
        });
  }

  static LeaseOutcome settled(Object reply) {
    return "done".equals(reply) ? LeaseOutcome.DONE : LeaseOutcome.NOT_LATEST;
  }

  /**
   * What one run has sent again.
   *
   * @param last the last sequence when the first run began
   */
  record Redriven(String last, List<String> messageIds) {}

  static Redriven redriven(Partition partition, Object reply) {
    List<?> words = (List<?>) reply;
    List<String> ids =
        words.stream().skip(1).map(word -> id(partition, (String) word).toString()).toList();
    return new Redriven((String) words.get(0), ids);
  }

  static QueueStats stats(Object reply) {
    long[] n = ((List<?>) reply).stream().mapToLong(count -> (Long) count).toArray();
    double seconds = n[9] / 1000.0;
    return new QueueStats(
        n[0],
        n[1],
        n[2],
        n[3],
        n[4],
        Duration.ofMillis(n[5]),
        n[6],
        n[7],
        n[8],
        rate(n[10], seconds),
        rate(n[11], seconds),
        rate(n[12], seconds));
  }

  private static double rate(long count, double seconds) {
    return seconds > 0 ? count / seconds : 0;
  }

  private static <T> List<T> each(Object reply, Function<Iterator<String>, T> read) {
    Iterator<String> fields = ((List<?>) reply).stream().map(String.class::cast).iterator();
    List<T> all = new ArrayList<>();
    while (fields.hasNext()) {
      all.add(read.apply(fields));
    }
    return all;
  }

  /** The scripts say key and text last. */
  private static Message message(MessageId id, Iterator<String> fields) {
    Optional<String> key = Optional.of(fields.next()).filter(text -> !text.isEmpty());
    return new Message(id.toString(), fields.next(), key);
  }

  private static MessageId id(Partition partition, String inPartition) {
    return MessageId.parse(partition.index() + "-" + inPartition).orElseThrow();
  }

  private static Duration millis(String text) {
    return Duration.ofMillis(Long.parseLong(text));
  }
}
