package selaras.web;

import java.util.List;
import java.util.Locale;
import selaras.queue.DeadLetter;
import selaras.queue.PeekedMessage;
import selaras.queue.QueueDefinition;
import selaras.queue.QueueStats;

/** What operators see of queues, as the API's JSON. */
final class QueueDeskAnswers {
  private QueueDeskAnswers() {}

  /** {@code GET /queue/stats}, and one queue of {@code GET /queues}; there without success. */
  public record StatsAnswer(
      Boolean success,
      String queue,
      long depth,
      long inFlight,
      long delayed,
      long waiting,
      long dead,
      long oldestAgeMs,
      long produced,
      long delivered,
      long acknowledged,
      double producedPerSecond,
      double deliveredPerSecond,
      double acknowledgedPerSecond) {}

  /** {@code GET /queues}; a list of a wildcard type would be written without members. */
  public record QueuesAnswer(boolean success, List<Record> queues) {}

  /** A queue of {@code GET /queues} that is too busy to tell its figures. */
  public record BusyAnswer(String queue) {}

  /** {@code GET /queue/peek}. */
  public record PeekAnswer(boolean success, String queue, List<PeekedJson> messages) {}

  /** One message that is to be had. */
  public record PeekedJson(
      RawJson message, String messageId, String key, int deliveries, long ageMs) {}

  /** {@code GET /queue/dead}. */
  public record DeadAnswer(boolean success, String queue, List<DeadJson> messages) {}

  /** One dead letter. */
  public record DeadJson(
      RawJson message,
      String messageId,
      String key,
      String reason,
      int deliveries,
      long deadForMs,
      long firstDeliveryAgoMs,
      long lastDeliveryAgoMs) {}

  /** {@code POST /queue/redrive}; {@code message_id} is told when one was asked for. */
  public record RedrivenAnswer(
      boolean success, String queue, int redriven, String messageId, long dead) {}

  /** {@code POST /queue/purge}. */
  public record PurgedAnswer(boolean success, String queue, long purged) {}

  /** {@code PUT /queue/{queue}} and {@code GET /queue/{queue}}. */
  public record DefinitionAnswer(
      boolean success,
      String queue,
      int partitions,
      String ordering,
      int maxDeliveries,
      long visibilityMs,
      int depthMax,
      int inFlightMax,
      int messageMaxBytes,
      long dedupWindowMs) {}

  /** {@code DELETE /queue/{queue}}. */
  public record DeletedAnswer(boolean success, String queue) {}

  static StatsAnswer stats(Boolean success, String queue, QueueStats stats) {
    return new StatsAnswer(
        success,
        queue,
        stats.depth(),
        stats.inFlight(),
        stats.delayed(),
        stats.waiting(),
        stats.dead(),
        stats.oldestAge().toMillis(),
        stats.produced(),
        stats.delivered(),
        stats.acknowledged(),
        tenths(stats.producedPerSecond()),
        tenths(stats.deliveredPerSecond()),
        tenths(stats.acknowledgedPerSecond()));
  }

  private static double tenths(double rate) {
    return Math.round(rate * 10) / 10.0;
  }

  static PeekAnswer peeked(String queue, List<PeekedMessage> messages) {
    return new PeekAnswer(true, queue, messages.stream().map(QueueDeskAnswers::json).toList());
  }

  private static PeekedJson json(PeekedMessage peeked) {
    return new PeekedJson(
        new RawJson(peeked.message().body()),
        peeked.message().id(),
        peeked.message().key().orElse(null),
        peeked.deliveries(),
        peeked.age().toMillis());
  }

  static DeadAnswer dead(String queue, List<DeadLetter> letters) {
    return new DeadAnswer(true, queue, letters.stream().map(QueueDeskAnswers::json).toList());
  }

  private static DeadJson json(DeadLetter letter) {
    return new DeadJson(
        new RawJson(letter.message().body()),
        letter.message().id(),
        letter.message().key().orElse(null),
        letter.reason().name().toLowerCase(Locale.ROOT),
        letter.deliveries(),
        letter.deadFor().toMillis(),
        letter.sinceFirstDelivery().toMillis(),
        letter.sinceLastDelivery().toMillis());
  }

  static DefinitionAnswer definition(String queue, QueueDefinition definition) {
    return new DefinitionAnswer(
        true,
        queue,
        definition.partitions(),
        definition.ordering().name().toLowerCase(Locale.ROOT),
        definition.maxDeliveries(),
        definition.visibility().toMillis(),
        definition.depthMax(),
        definition.inFlightMax(),
        definition.messageBytes(),
        definition.dedupWindow().toMillis());
  }
}
