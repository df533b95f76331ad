package selaras.web;

import java.util.List;
import selaras.queue.DeadLetter;
import selaras.queue.Delivery;
import selaras.queue.LeaseOutcome;
import selaras.queue.ProduceOutcome;
import selaras.queue.ProduceOutcome.Produced;
import selaras.queue.ProduceOutcome.QueueFull;
import selaras.queue.ProduceOutcome.StaleFence;
import selaras.queue.ProduceOutcome.TooManyQueues;
import selaras.queue.QueueStats;

/** The outcomes of the queue as the API's JSON, and its refusals as problems. */
final class QueueAnswers {
  private QueueAnswers() {}

  /** {@code POST /queue/produce}. */
  public record ProducedAnswer(boolean success, String queue, RawJson message, String messageId) {}

  /** {@code GET /queue/consume}: the first message, and all of them when a batch was asked for. */
  public record ConsumedAnswer(
      boolean success,
      String queue,
      RawJson message,
      String messageId,
      String receipt,
      Integer deliveries,
      String status,
      List<DeliveryJson> messages) {}

  /** One message of a batch. */
  public record DeliveryJson(RawJson message, String messageId, String receipt, int deliveries) {}

  /** {@code POST /queue/ack}, {@code nack}, {@code extend}. */
  public record SettledAnswer(boolean success, String queue, String receipt) {}

  /** {@code GET /queue/stats}. */
  public record StatsAnswer(
      boolean success,
      String queue,
      long depth,
      long inFlight,
      long delayed,
      long dead,
      long oldestAgeMs,
      long produced,
      long delivered,
      long acknowledged) {}

  /** {@code GET /queue/dead}. */
  public record DeadAnswer(boolean success, String queue, List<DeadJson> messages) {}

  /** One dead letter. */
  public record DeadJson(RawJson message, String messageId, int deliveries, long deadForMs) {}

  /** {@code GET /queues}. */
  public record QueuesAnswer(boolean success, List<String> queues) {}

  static ProducedAnswer produced(String queue, String body, ProduceOutcome outcome) {
    return switch (outcome) {
      case Produced it -> new ProducedAnswer(true, queue, new RawJson(body), it.messageId());
      case QueueFull it -> throw full("queue full", "messages in the queue", it.limit());
      case TooManyQueues it -> throw full("too many queues", "queues", it.limit());
      case StaleFence it -> throw Fencing.stale(it.fence(), it.newestToken());
    };
  }

  private static Problem full(String title, String what, int limit) {
    return Problem.of(429, title, "at most " + limit + " " + what)
        .with("limit", limit)
        .retryAfter(1);
  }

  static ConsumedAnswer consumed(String queue, boolean batch, List<Delivery> deliveries) {
    List<DeliveryJson> all = batch ? deliveries.stream().map(QueueAnswers::json).toList() : null;
    if (deliveries.isEmpty()) {
      return new ConsumedAnswer(true, queue, RawJson.NULL, null, null, null, "empty", all);
    }
    DeliveryJson first = json(deliveries.get(0));
    return new ConsumedAnswer(
        true, queue, first.message, first.messageId, first.receipt, first.deliveries, null, all);
  }

  private static DeliveryJson json(Delivery delivery) {
    return new DeliveryJson(
        new RawJson(delivery.message().body()),
        delivery.message().id(),
        delivery.receipt().toString(),
        delivery.deliveries());
  }

  static SettledAnswer settled(String queue, String receipt, LeaseOutcome outcome) {
    return switch (outcome) {
      case DONE -> new SettledAnswer(true, queue, receipt);
      case NOT_LATEST ->
          throw Problem.of(
              409,
              "receipt not the latest",
              "the message was delivered again, settled, or is not in this queue");
    };
  }

  static StatsAnswer stats(String queue, QueueStats stats) {
    return new StatsAnswer(
        true,
        queue,
        stats.depth(),
        stats.inFlight(),
        stats.delayed(),
        stats.dead(),
        stats.oldestAge().toMillis(),
        stats.produced(),
        stats.delivered(),
        stats.acknowledged());
  }

  static DeadAnswer dead(String queue, List<DeadLetter> letters) {
    return new DeadAnswer(true, queue, letters.stream().map(QueueAnswers::json).toList());
  }

  private static DeadJson json(DeadLetter letter) {
    return new DeadJson(
        new RawJson(letter.message().body()),
        letter.message().id(),
        letter.deliveries(),
        letter.deadFor().toMillis());
  }
}
