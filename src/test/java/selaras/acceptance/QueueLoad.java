package selaras.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static selaras.acceptance.Calls.fresh;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import selaras.testing.Answer;
import selaras.testing.Api;
import selaras.testing.Eventually;

/** Producers and consumers of one queue, and the books of what was stored and what arrived. */
final class QueueLoad {
  /** More than a producer stores meanwhile, so that no backlog grows. */
  private static final int BURST = 5;

  private static final Duration DRAIN = Duration.ofSeconds(60);

  private final String queue = fresh("jobs");
  private final Map<String, String> stored = new ConcurrentHashMap<>();
  private final Map<String, String> arrived = new ConcurrentHashMap<>();
  private final Api api;
  private final Retries retries;

  QueueLoad(Api api, Retries retries) {
    this.api = api;
    this.retries = retries;
  }

  Runnable producer(int firstNode) {
    PersistentClient client = new PersistentClient(api, firstNode, retries);
    return () -> {
      String message = fresh("job");
      Answer answer =
          client
              .post(
                  "/queue/produce/" + queue,
                  "{\"message\":\"%s\",\"request_id\":\"%s\"}".formatted(message, fresh("produce")))
              .ok();
      stored.put(message, answer.string("message_id"));
    };
  }

  Runnable consumer(int firstNode) {
    PersistentClient client = new PersistentClient(api, firstNode, retries);
    return () -> consume(client, BURST);
  }

  /** Consumes so many messages, or fewer if there are no more now. */
  private void consume(PersistentClient client, int most) {
    int count = 0;
    while (count < most && consumeOne(client)) {
      count++;
    }
  }

  private boolean consumeOne(PersistentClient client) {
    Answer answer =
        client
            .get(
                "/queue/consume/%s?visibility_ms=10000&request_id=%s"
                    .formatted(queue, fresh("consume")))
            .ok();
    if (answer.json().isNull("message")) {
      return false;
    }
    String id = arrived.put(answer.string("message"), answer.string("message_id"));
    assertThat(id).as("stored twice").isIn(null, answer.string("message_id"));
    Answer settled =
        client.post(
            "/queue/ack/" + queue,
            "{\"receipt\":\"%s\",\"request_id\":\"%s\"}"
                .formatted(answer.string("receipt"), fresh("ack")));
    // its lease may have ended before a retry came through; then the message comes again
    assertThat(settled.status()).as(settled.text()).isIn(200, 409);
    return true;
  }

  /** Consumes what is left, until every acknowledged message has arrived, as what was stored. */
  void verify() {
    PersistentClient client = new PersistentClient(api, 1);
    Eventually.holds(
        "every acknowledged message arrives",
        DRAIN,
        () -> {
          consume(client, Integer.MAX_VALUE);
          return arrived.keySet().containsAll(stored.keySet());
        });
    Set<String> never = new HashSet<>(arrived.keySet());
    never.removeAll(stored.keySet());
    assertThat(never).as("arrived but never stored").isEmpty();
    assertThat(arrived).isEqualTo(stored);
  }
}
