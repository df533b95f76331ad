package selaras.connector;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The queue over the HTTP API. */
final class HttpQueue implements RemoteQueue {
  private final JsonBuilderFactory json = Json.createBuilderFactory(Map.of());
  private final Nodes nodes;
  private final String queue;
  private final long visibilityMillis;
  private final Duration pollWait;
  private final Duration patience;
  private final Duration patienceToExtend;

  HttpQueue(Nodes nodes, ActivationSettings settings) {
    this.nodes = nodes;
    this.queue = settings.queue();
    this.visibilityMillis = settings.visibility().toMillis();
    this.pollWait = settings.pollWait();
    this.patience = settings.requestTimeout();
    this.patienceToExtend = shorter(patience, settings.visibility().dividedBy(LeaseKeeper.TIMES));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Without a request id: the server would keep the texts for every retry that never comes. */
  @Override
  public List<LeasedMessage> consume(int most) throws QueueUnavailableException {
    String query =
        "max=%d&visibility_ms=%d&wait_ms=%d".formatted(most, visibilityMillis, pollWait.toMillis());
    JsonObject answer =
        nodes
            .send(Call.get("consume", queue, query), patience.plus(pollWait))
            .orElseThrow(() -> new QueueUnavailableException("a conflict instead of messages"));
    JsonArray batch = answer.getJsonArray("messages");
    if (batch != null) {
      return batch.getValuesAs(JsonObject.class).stream().map(this::leased).toList();
    }
    return answer.containsKey("receipt") ? List.of(leased(answer)) : List.of();
  }

  private LeasedMessage leased(JsonObject delivery) {
    QueueMessage message =
        new QueueMessage(
            queue,
            delivery.getString("message_id"),
            Optional.ofNullable(delivery.getString("key", null)),
            delivery.get("message").toString(),
            delivery.getInt("deliveries"));
    return new LeasedMessage(message, delivery.getString("receipt"));
  }

  @Override
  public boolean acknowledge(String receipt, String requestId) throws QueueUnavailableException {
    return post("ack", receipt, Map.of("request_id", requestId), patience);
  }

  @Override
  public void giveBack(String receipt, Duration delay) throws QueueUnavailableException {
    post("nack", receipt, Map.of("delay_ms", delay.toMillis()), patience);
  }

  @Override
  public void giveUp(String receipt) throws QueueUnavailableException {
    post("nack", receipt, Map.of("dead", true), patience);
  }

  /** The next node is asked while the lease lasts, however long another may be silent. */
  @Override
  public boolean extend(String receipt) throws QueueUnavailableException {
    return post("extend", receipt, Map.of("visibility_ms", visibilityMillis), patienceToExtend);
  }

  private boolean post(String verb, String receipt, Map<String, Object> member, Duration patience)
      throws QueueUnavailableException {
    String body = json.createObjectBuilder(member).add("receipt", receipt).build().toString();
    return nodes.send(Call.post(verb, queue, body), patience).isPresent();
  }
}
