package selaras.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import selaras.testing.Answer;
import selaras.testing.Api;
import selaras.testing.SingleNode;

@ExtendWith(ArquillianExtension.class)
class QueueResourceIT {
  private final Api api = SingleNode.api();
  private final String queue = "orders-" + UUID.randomUUID();

  @Deployment(testable = false)
  static WebArchive war() {
    return SingleNode.war();
  }

  private Answer produce(String message) {
    return api.post(1, "/queue/produce/" + queue, "{\"message\":" + message + "}").ok();
  }

  private Answer consume(String options) {
    return api.get(1, "/queue/consume/" + queue + options).ok();
  }

  private Answer settle(String verb, Answer delivery, String more) {
    String body = "{\"receipt\":\"%s\"%s}".formatted(delivery.string("receipt"), more);
    return api.post(1, "/queue/" + verb + "/" + queue, body);
  }

  private static JsonValue parse(String text) {
    try (var parser = Json.createParser(new StringReader(text))) {
      parser.next();
      return parser.getValue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7",
        "\"text \\u00e9 \\\" \\n\"",
        "true",
        "[1,[2],{}]",
        "{\"a\":{\"b\":[1.5,null]}}"
      })
  void produce_anyJson_comesBackAsItIs(String message) {
    Answer stored = produce(message);
    Answer received = consume("");

    assertThat(stored.json()).containsOnlyKeys("success", "queue", "message", "message_id");
    assertThat(received.json())
        .containsOnlyKeys("success", "queue", "message", "message_id", "receipt", "deliveries");
    assertThat(stored.json().get("message")).isEqualTo(parse(message));
    assertThat(received.json().get("message")).isEqualTo(parse(message));
    assertThat(received.string("message_id")).isEqualTo(stored.string("message_id"));
  }

  @Test
  void consume_neverUsedQueue_emptyAndNotListed() {
    assertThat(consume("").json()).containsOnlyKeys("success", "queue", "message", "status");
    assertThat(api.get(1, "/queues").ok().text()).doesNotContain(queue);
    produce("1");
    assertThat(api.get(1, "/queues").ok().text()).contains(queue);
  }

  @Test
  void consume_batch_allInOrder() {
    for (int i = 0; i < 3; i++) {
      produce("" + i);
    }
    var messages = consume("?max=10").json().getJsonArray("messages");

    assertThat(messages).hasSize(3);
    for (int i = 0; i < 3; i++) {
      assertThat(messages.getJsonObject(i).getInt("message")).isEqualTo(i);
    }
  }

  @Test
  void ack_twice_secondRefused() {
    produce("1");
    Answer delivery = consume("");

    settle("ack", delivery, "").ok();
    assertThat(settle("ack", delivery, "").problem(409).string("title"))
        .isEqualTo("receipt not the latest");
  }

  @Test
  void nack_beforeYounger_deliveredAgainAndOldReceiptRefused() {
    produce("1");
    produce("2");
    Answer first = consume("");
    settle("nack", first, "").ok();
    Answer again = consume("");

    assertThat(again.number("message")).isEqualTo(1);
    assertThat(again.number("deliveries")).isEqualTo(2);
    settle("ack", first, "").problem(409);
    settle("extend", again, ",\"visibility_ms\":60000").ok();
  }

  @Test
  void nack_fiveTimes_deadLetter() {
    String id = produce("\"poison\"").string("message_id");
    for (int i = 0; i < 5; i++) {
      settle("nack", consume(""), "").ok();
    }

    assertThat(consume("").string("status")).isEqualTo("empty");
    var dead = api.get(1, "/queue/dead/" + queue).ok().json().getJsonArray("messages");
    assertThat(dead).hasSize(1);
    assertThat(dead.getJsonObject(0).getString("message_id")).isEqualTo(id);
    assertThat(dead.getJsonObject(0).getInt("deliveries")).isEqualTo(5);
  }

  private Answer produceUnder(long token, String more) {
    String fence = "{\"resource_id\":\"lock-%s\",\"fencing_token\":%d}".formatted(queue, token);
    return api.post(
        1,
        "/queue/produce/" + queue,
        "{\"message\":%d,\"fence\":%s%s}".formatted(token, fence, more));
  }

  @Test
  void produce_staleFence_refusedAndNothingStored() {
    produceUnder(18, "").ok();
    Answer refused = produceUnder(17, "").problem(409);

    assertThat(refused.string("title")).isEqualTo("stale fencing token");
    assertThat(refused.string("resource_id")).isEqualTo("lock-" + queue);
    assertThat(refused.number("fencing_token")).isEqualTo(17);
    assertThat(refused.number("newest_token")).isEqualTo(18);
    assertThat(api.get(1, "/queue/stats/" + queue).ok().number("produced")).isEqualTo(1);
  }

  @Test
  void produce_sameRequestIdAfterANewerFence_firstAnswer() {
    Answer first = produceUnder(17, ",\"request_id\":\"r\"").ok();
    produceUnder(18, "").ok();

    assertThat(produceUnder(17, ",\"request_id\":\"r\"").ok().json()).isEqualTo(first.json());
    assertThat(api.get(1, "/queue/stats/" + queue).ok().number("produced")).isEqualTo(2);
  }

  @Test
  void stats_oneOfEach_counted() {
    produce("1");
    produce("2");
    settle("ack", consume(""), "").ok();
    produce("3");
    consume("");
    Answer stats = api.get(1, "/queue/stats/" + queue).ok();

    assertThat(stats.number("produced")).isEqualTo(3);
    assertThat(stats.number("delivered")).isEqualTo(2);
    assertThat(stats.number("acknowledged")).isEqualTo(1);
    assertThat(stats.number("in_flight")).isEqualTo(1);
  }

  private Answer post(String verb, String json) {
    return api.post(1, "/queue/" + verb + "/" + queue, json);
  }

  private Answer define(String json) {
    return api.send("PUT", 1, "/queue/" + queue, "application/json", json);
  }

  @Test
  void definition_createdShownChangedDeleted() {
    api.get(1, "/queue/" + queue).problem(404);
    Answer created = define("{\"partitions\":4,\"ordering\":\"key\",\"max_deliveries\":2}");
    assertThat(created.status()).isEqualTo(201);
    assertThat(api.get(1, "/queue/" + queue).ok().json()).isEqualTo(created.json());
    assertThat(created.number("visibility_ms")).isEqualTo(30_000);

    define("{\"partitions\":4,\"ordering\":\"key\",\"visibility_ms\":1000}").ok();
    assertThat(api.get(1, "/queue/" + queue).ok().number("visibility_ms")).isEqualTo(1000);
    Answer refused = define("{\"partitions\":5,\"ordering\":\"key\"}").problem(409);
    assertThat(refused.string("title")).isEqualTo("queue exists otherwise");
    assertThat(refused.number("partitions")).isEqualTo(4);

    api.send("DELETE", 1, "/queue/" + queue, "application/json", "").ok();
    api.get(1, "/queue/" + queue).problem(404);
    assertThat(define("{\"partitions\":5}").status()).isEqualTo(201);
  }

  @Test
  void definition_wrongMember_refusedNamingIt() {
    for (String wrong :
        new String[] {
          "{\"partitions\":0}", "{\"ordering\":\"lifo\"}", "{\"visibility_ms\":\"1\"}"
        }) {
      String member = wrong.substring(2, wrong.indexOf('"', 2));
      assertThat(define(wrong).problem(400).string("member")).isEqualTo(member);
    }
  }

  @Test
  void produceAndAck_batches_resultOfEach() {
    define("{\"depth_max\":2}").ok();
    String one = "{\"message\":1,\"key\":\"a\",\"dedup_id\":\"d\"}";
    Answer stored =
        post(
                "produce",
                "{\"messages\":[%s,%s,{\"message\":2},{\"message\":3}]}".formatted(one, one))
            .ok();

    var results = stored.json().getJsonArray("results");
    assertThat(stored.flag("success")).isFalse();
    assertThat(results).hasSize(4);
    assertThat(results.getJsonObject(1).getBoolean("duplicate")).isTrue();
    assertThat(results.getJsonObject(1).getString("message_id"))
        .isEqualTo(results.getJsonObject(0).getString("message_id"));
    assertThat(results.getJsonObject(3).getInt("status")).isEqualTo(429);
    assertThat(post("produce", "{\"messages\":[{\"message\":4}]}").problem(429).retryAfter())
        .isPresent();

    var messages = consume("?max=5").json().getJsonArray("messages");
    assertThat(messages.getJsonObject(0).getString("key")).isEqualTo("a");
    String receipt = messages.getJsonObject(0).getString("receipt");
    Answer settled = post("ack", "{\"receipts\":[\"%s\",\"0-7-aa.1.bb\"]}".formatted(receipt)).ok();
    var acks = settled.json().getJsonArray("results");
    assertThat(acks.getJsonObject(0).getBoolean("success")).isTrue();
    assertThat(acks.getJsonObject(1).getInt("status")).isEqualTo(409);
    post("ack", "{\"receipts\":[\"0-7-aa.1.bb\",\"0-8-aa.1.bb\"]}").problem(409);
  }

  @Test
  void batch_wrongEntry_refusedNamingIt() {
    String body = "{\"messages\":[{\"message\":1},{\"message\":2,\"delay_ms\":-1}]}";
    assertThat(post("produce", body).problem(400).string("member"))
        .isEqualTo("messages[1].delay_ms");
    assertThat(post("produce", "{\"messages\":[]}").problem(400).string("member"))
        .isEqualTo("messages");
    assertThat(post("ack", "{\"receipts\":[1]}").problem(400).string("member"))
        .isEqualTo("receipts[0]");
  }

  @Test
  void deadLetter_rejectedShownRedrivenPurged() {
    produce("\"poison\"");
    settle("nack", consume(""), ",\"dead\":true").ok();
    var letter = api.get(1, "/queue/dead/" + queue + "?max=1").ok().json().getJsonArray("messages");
    String id = letter.getJsonObject(0).getString("message_id");
    assertThat(letter.getJsonObject(0).getString("reason")).isEqualTo("rejected");
    assertThat(letter.getJsonObject(0).keySet())
        .contains("deliveries", "dead_for_ms", "first_delivery_ago_ms", "last_delivery_ago_ms");
    assertThat(
            api.get(1, "/queue/dead/" + queue + "?after=" + id)
                .ok()
                .json()
                .getJsonArray("messages"))
        .isEmpty();

    Answer redriven = post("redrive", "{\"message_id\":\"" + id + "\"}").ok();
    post("redrive", "{\"message_id\":\"" + id + "\"}").problem(404);
    var seen = api.get(1, "/queue/peek/" + queue).ok().json().getJsonArray("messages");
    assertThat(seen.getJsonObject(0).getString("message_id"))
        .isEqualTo(redriven.string("message_id"));
    assertThat(seen.getJsonObject(0).getInt("deliveries")).isZero();
    assertThat(post("purge", "{\"what\":\"all\"}").ok().number("purged")).isEqualTo(1);
    assertThat(consume("").string("status")).isEqualTo("empty");
  }

  @Test
  void consume_tooManyInFlight_busyWithRetryAfter() {
    define("{\"in_flight_max\":1}").ok();
    produce("1");
    produce("2");
    consume("");
    assertThat(api.get(1, "/queue/consume/" + queue).problem(429).retryAfter()).isPresent();
  }

  @Test
  void consume_wrongOption_refusedNamingIt() {
    for (String option : new String[] {"max=0", "visibility_ms=x", "ack=maybe"}) {
      Answer refused = api.get(1, "/queue/consume/" + queue + "?" + option).problem(400);
      assertThat(refused.string("member")).isEqualTo(option.substring(0, option.indexOf('=')));
    }
    Answer refused = api.post(1, "/queue/ack/" + queue, "{\"receipt\":\"no receipt\"}");
    assertThat(refused.status()).isIn(400, 409);
    refused.problem(refused.status());
  }
}
