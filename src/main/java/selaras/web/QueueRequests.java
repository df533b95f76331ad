package selaras.web;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import selaras.access.Caller;
import selaras.access.Owner;
import selaras.queue.Consume;
import selaras.queue.LeaseCommand;
import selaras.queue.MessageId;
import selaras.queue.NewMessage;
import selaras.queue.Ordering;
import selaras.queue.Produce;
import selaras.queue.Purge;
import selaras.queue.PushLimits;
import selaras.queue.QueueDefinition;
import selaras.queue.QueueLimits;
import selaras.queue.Receipt;
import selaras.queue.Redrive;
import selaras.queue.Subscriber;
import selaras.queue.WaitLimits;

/** Reads the queue's commands from bodies and query strings; a wrong one is a 400. */
final class QueueRequests {
  /** Of a subscriber who names none. */
  private static final int CREDIT = 10;

  private static final int MOST = Integer.MAX_VALUE;

  private QueueRequests() {}

  static Produce produce(Body body, QueueLimits limits, Caller caller) {
    List<NewMessage> messages =
        body.has("messages")
            ? body.objects("messages", limits.batchMax()).stream()
                .map(each -> message(each, limits))
                .toList()
            : List.of(message(body, limits));
    return new Produce(messages, Own.requestId(body, caller), Fencing.of(body, caller));
  }

  private static NewMessage message(Body body, QueueLimits limits) {
    return new NewMessage(
        body.anyJson("message"),
        body.optionalName("key"),
        delay(body, limits),
        body.optionalName("dedup_id"));
  }

  static Consume consume(Query query, QueueLimits limits, Caller caller) {
    return new Consume(
            max(query, 1, limits),
            millis(query.optionalNumber("visibility_ms", 1, limits.visibilityMax().toMillis())),
            query.choice("ack", "manual", "manual", "auto").equals("auto"),
            Own.requestId(query, caller))
        .by(caller.owner());
  }

  /** How long a consumer waits when there is nothing. */
  static Duration wait(Query query, WaitLimits limits) {
    return Duration.ofMillis(query.number("wait_ms", 0, 0, limits.waitMax().toMillis()));
  }

  /**
   * What a subscriber of a queue wants.
   *
   * @param byDefault how long messages are leased unless the subscriber says it; see the wish
   */
  static Subscriber.Wish wish(
      String queue,
      Owner owner,
      Query query,
      Supplier<Duration> byDefault,
      QueueLimits limits,
      PushLimits push) {
    int credit = Math.min(CREDIT, push.creditMax());
    Optional<Duration> visibility =
        millis(query.optionalNumber("visibility_ms", 1, limits.visibilityMax().toMillis()));
    return new Subscriber.Wish(
        queue,
        owner,
        (int) query.number("credit", credit, 1, push.creditMax()),
        () -> visibility.orElseGet(byDefault));
  }

  static LeaseCommand ack(Body body, Caller caller) {
    return new LeaseCommand.Ack(receipt(body, caller), Own.requestId(body, caller));
  }

  private static String receipt(Body body, Caller caller) {
    String receipt = body.name("receipt");
    Own.check("receipt", Receipt.tokenOf(receipt), caller);
    return receipt;
  }

  static List<String> receipts(Body body, QueueLimits limits, Caller caller) {
    List<String> receipts = body.names("receipts", limits.batchMax());
    for (int i = 0; i < receipts.size(); i++) {
      Own.check("receipts[" + i + "]", Receipt.tokenOf(receipts.get(i)), caller);
    }
    return receipts;
  }

  /** {@code "dead":true} says that no later delivery would do better. */
  static LeaseCommand nack(Body body, QueueLimits limits, Caller caller) {
    String receipt = receipt(body, caller);
    Optional<String> requestId = Own.requestId(body, caller);
    return body.flag("dead", false)
        ? new LeaseCommand.Reject(receipt, requestId)
        : new LeaseCommand.Nack(receipt, delay(body, limits), requestId);
  }

  static LeaseCommand extend(Body body, QueueLimits limits, Caller caller) {
    return new LeaseCommand.Extend(
        receipt(body, caller),
        millis(body.optionalNumber("visibility_ms", 1, limits.visibilityMax().toMillis())),
        Own.requestId(body, caller));
  }

  static QueueDefinition definition(Body body, QueueLimits limits, Limits api) {
    QueueDefinition other = limits.defaults();
    String ordering = body.choice("ordering", "fifo", "fifo", "key");
    return new QueueDefinition(
        number(body, "partitions", other.partitions(), limits.partitionsMax()),
        Ordering.valueOf(ordering.toUpperCase(Locale.ROOT)),
        number(body, "max_deliveries", other.maxDeliveries(), MOST),
        duration(body, "visibility_ms", other.visibility(), limits.visibilityMax()),
        number(body, "depth_max", other.depthMax(), MOST),
        number(body, "in_flight_max", other.inFlightMax(), MOST),
        number(body, "message_max_bytes", other.messageBytes(), api.valueBytes()),
        duration(body, "dedup_window_ms", other.dedupWindow(), limits.visibilityMax()));
  }

  static Redrive redrive(Body body, Caller caller) {
    return new Redrive(
        body.optionalName("message_id").map(id -> checkId("message_id", id)),
        Own.requestId(body, caller));
  }

  static Purge purge(Body body, Caller caller) {
    String what = body.choice("what", "messages", "messages", "dead", "all");
    return new Purge(!what.equals("dead"), !what.equals("messages"), Own.requestId(body, caller));
  }

  /** The last message of the page before, or {@code ""}. */
  static String after(Query query) {
    return query.optionalName("after").map(id -> checkId("after", id)).orElse("");
  }

  /** How many messages a consumer or a listing asks for. */
  static int max(Query query, int byDefault, QueueLimits limits) {
    return (int) query.number("max", byDefault, 1, limits.batchMax());
  }

  private static String checkId(String member, String id) {
    if (MessageId.parse(id).isEmpty()) {
      throw Problem.badMember(member, "is no message id");
    }
    return id;
  }

  private static Duration delay(Body body, QueueLimits limits) {
    return duration(body, "delay_ms", Duration.ZERO, 0, limits.visibilityMax());
  }

  private static Duration duration(Body body, String member, Duration byDefault, Duration max) {
    return duration(body, member, byDefault, 1, max);
  }

  private static Duration duration(
      Body body, String member, Duration byDefault, long minMillis, Duration max) {
    return Duration.ofMillis(body.number(member, byDefault.toMillis(), minMillis, max.toMillis()));
  }

  private static int number(Body body, String member, int byDefault, int max) {
    return (int) body.number(member, byDefault, 1, max);
  }

  private static Optional<Duration> millis(OptionalLong value) {
    return value.isPresent() ? Optional.of(Duration.ofMillis(value.getAsLong())) : Optional.empty();
  }
}
