package selaras.web;

import java.time.Duration;
import selaras.queue.Consume;
import selaras.queue.LeaseCommand;
import selaras.queue.Produce;
import selaras.queue.QueueLimits;

/** Reads the queue's commands from bodies and query strings; a wrong one is a 400. */
final class QueueRequests {
  private QueueRequests() {}

  static Produce produce(Body body) {
    return new Produce(body.anyJson("message"), body.optionalName("request_id"), Fencing.of(body));
  }

  static Consume consume(Query query, QueueLimits limits) {
    return new Consume(
        max(query, 1, limits),
        Duration.ofMillis(
            query.number(
                "visibility_ms",
                limits.visibilityDefault().toMillis(),
                1,
                limits.visibilityMax().toMillis())),
        query.choice("ack", "manual", "manual", "auto").equals("auto"),
        query.optionalName("request_id"));
  }

  static LeaseCommand ack(Body body) {
    return new LeaseCommand.Ack(body.name("receipt"), body.optionalName("request_id"));
  }

  static LeaseCommand nack(Body body, QueueLimits limits) {
    long delay = body.number("delay_ms", 0, 0, limits.visibilityMax().toMillis());
    return new LeaseCommand.Nack(
        body.name("receipt"), Duration.ofMillis(delay), body.optionalName("request_id"));
  }

  static LeaseCommand extend(Body body, QueueLimits limits) {
    long visibility =
        body.number(
            "visibility_ms",
            limits.visibilityDefault().toMillis(),
            1,
            limits.visibilityMax().toMillis());
    return new LeaseCommand.Extend(
        body.name("receipt"), Duration.ofMillis(visibility), body.optionalName("request_id"));
  }

  /** How many messages a consumer or a listing asks for. */
  static int max(Query query, int byDefault, QueueLimits limits) {
    return (int) query.number("max", byDefault, 1, limits.batchMax());
  }
}
