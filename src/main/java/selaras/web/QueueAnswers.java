package selaras.web;

import java.util.List;
import java.util.stream.IntStream;
import selaras.queue.ConsumeOutcome;
import selaras.queue.Delivery;
import selaras.queue.LeaseOutcome;
import selaras.queue.NewMessage;
import selaras.queue.Produce;
import selaras.queue.ProduceOutcome;
import selaras.queue.ProduceOutcome.Duplicate;
import selaras.queue.ProduceOutcome.Produced;
import selaras.queue.ProduceOutcome.QueueFull;
import selaras.queue.ProduceOutcome.StaleFence;
import selaras.queue.ProduceOutcome.TooLarge;
import selaras.queue.ProduceOutcome.TooManyQueues;

/** The outcomes of producing, consuming and settling as the API's JSON, refusals as problems. */
final class QueueAnswers {
  private QueueAnswers() {}

  /** {@code POST /queue/produce} of one message; {@code duplicate} is told only when it is one. */
  public record ProducedAnswer(
      boolean success, String queue, RawJson message, String messageId, Boolean duplicate) {}

  /** {@code POST /queue/produce} of several, or {@code POST /queue/ack}. */
  public record BatchAnswer(boolean success, String queue, List<EntryAnswer> results) {
    private BatchAnswer(String queue, List<EntryAnswer> results) {
      this(results.stream().allMatch(EntryAnswer::success), queue, results);
    }
  }

  /** What became of one of several, in the order they came in; members that say nothing are out. */
  public record EntryAnswer(
      boolean success,
      String messageId,
      Boolean duplicate,
      String receipt,
      String title,
      Integer status,
      String detail) {
    private static EntryAnswer stored(String messageId, Boolean duplicate) {
      return new EntryAnswer(true, messageId, duplicate, null, null, null, null);
    }

    private static EntryAnswer refused(String receipt, Problem why) {
      return new EntryAnswer(
          false, null, null, receipt, why.title(), why.status(), why.getMessage());
    }
  }

  /** {@code GET /queue/consume}: the first message, and all of them when a batch was asked for. */
  public record ConsumedAnswer(
      boolean success,
      String queue,
      RawJson message,
      String messageId,
      String key,
      String receipt,
      Integer deliveries,
      String status,
      List<DeliveryJson> messages) {}

  /** One message of a batch. */
  public record DeliveryJson(
      RawJson message, String messageId, String key, String receipt, int deliveries) {}

  /** One event of {@code GET /queue/subscribe}. */
  public record PushedMessage(
      String queue,
      RawJson message,
      String messageId,
      String key,
      String receipt,
      int deliveries) {}

  /** {@code POST /queue/ack}, {@code nack}, {@code extend} of one message. */
  public record SettledAnswer(boolean success, String queue, String receipt) {}

  /**
   * @param batch whether several messages were sent, or one as the only one of a list
   */
  static Record produced(
      String queue, boolean batch, Produce command, List<ProduceOutcome> outcomes) {
    return batch
        ? produced(queue, outcomes)
        : produced(queue, command.messages().get(0), outcomes.get(0));
  }

  private static ProducedAnswer produced(String queue, NewMessage message, ProduceOutcome outcome) {
    RawJson body = new RawJson(message.body());
    return switch (outcome) {
      case Produced it -> new ProducedAnswer(true, queue, body, it.messageId(), null);
      case Duplicate it -> new ProducedAnswer(true, queue, body, it.messageId(), true);
      case ProduceOutcome refusal -> throw problem(refusal);
    };
  }

  /** Each message for itself; a problem of the whole call when all are refused alike. */
  private static BatchAnswer produced(String queue, List<ProduceOutcome> outcomes) {
    if (outcomes.stream().distinct().count() == 1) {
      throwIfRefused(outcomes.get(0));
    }
    return new BatchAnswer(queue, outcomes.stream().map(QueueAnswers::entry).toList());
  }

  private static void throwIfRefused(ProduceOutcome outcome) {
    if (!(outcome instanceof Produced || outcome instanceof Duplicate)) {
      throw problem(outcome);
    }
  }

  private static EntryAnswer entry(ProduceOutcome outcome) {
    return switch (outcome) {
      case Produced it -> EntryAnswer.stored(it.messageId(), null);
      case Duplicate it -> EntryAnswer.stored(it.messageId(), true);
      case ProduceOutcome refusal -> EntryAnswer.refused(null, problem(refusal));
    };
  }

  private static Problem problem(ProduceOutcome refusal) {
    return switch (refusal) {
      case QueueFull it -> full("queue full", "messages in the queue", it.limit());
      case TooManyQueues it -> full("too many queues", "queues", it.limit());
      case TooLarge it -> Problem.tooLarge("message", it.bytes(), it.limit());
      case StaleFence it -> Fencing.stale(it.fence(), it.newestToken());
      case Produced it -> throw new IllegalArgumentException("not refused: " + it);
      case Duplicate it -> throw new IllegalArgumentException("not refused: " + it);
    };
  }

  static Problem full(String title, String what, int limit) {
    return Problem.of(429, title, "at most " + limit + " " + what)
        .with("limit", limit)
        .retryAfter(1);
  }

  static ConsumedAnswer consumed(String queue, boolean batch, ConsumeOutcome outcome) {
    return switch (outcome) {
      case ConsumeOutcome.Delivered it -> consumed(queue, batch, it.deliveries());
      case ConsumeOutcome.TooManyWaiters it ->
          throw full("too many waiters", "wait for messages on one node", it.limit());
      case ConsumeOutcome.NodeStops it -> throw Problem.nodeStops("another node serves", false);
    };
  }

  static ConsumedAnswer consumed(String queue, boolean batch, List<Delivery> deliveries) {
    List<DeliveryJson> all = batch ? deliveries.stream().map(QueueAnswers::json).toList() : null;
    if (deliveries.isEmpty()) {
      return new ConsumedAnswer(true, queue, RawJson.NULL, null, null, null, null, "empty", all);
    }
    DeliveryJson first = json(deliveries.get(0));
    return new ConsumedAnswer(
        true,
        queue,
        first.message,
        first.messageId,
        first.key,
        first.receipt,
        first.deliveries,
        null,
        all);
  }

  static PushedMessage pushed(String queue, Delivery delivery) {
    return new PushedMessage(
        queue,
        new RawJson(delivery.message().body()),
        delivery.message().id(),
        delivery.message().key().orElse(null),
        delivery.receipt().toString(),
        delivery.deliveries());
  }

  private static DeliveryJson json(Delivery delivery) {
    return new DeliveryJson(
        new RawJson(delivery.message().body()),
        delivery.message().id(),
        delivery.message().key().orElse(null),
        delivery.receipt().toString(),
        delivery.deliveries());
  }

  static SettledAnswer settled(String queue, String receipt, LeaseOutcome outcome) {
    return switch (outcome) {
      case DONE -> new SettledAnswer(true, queue, receipt);
      case NOT_LATEST -> throw notLatest();
    };
  }

  /** Each receipt for itself; a problem of the whole call when all are refused. */
  static BatchAnswer settled(String queue, List<String> receipts, List<LeaseOutcome> outcomes) {
    if (outcomes.stream().allMatch(LeaseOutcome.NOT_LATEST::equals)) {
      throw notLatest();
    }
    return new BatchAnswer(
        queue,
        IntStream.range(0, receipts.size())
            .mapToObj(i -> entry(receipts.get(i), outcomes.get(i)))
            .toList());
  }

  private static EntryAnswer entry(String receipt, LeaseOutcome outcome) {
    return switch (outcome) {
      case DONE -> new EntryAnswer(true, null, null, receipt, null, null, null);
      case NOT_LATEST -> EntryAnswer.refused(receipt, notLatest());
    };
  }

  private static Problem notLatest() {
    return Problem.of(
        409,
        "receipt not the latest",
        "the message was delivered again, settled, or is not in this queue");
  }
}
