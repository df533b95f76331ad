package selaras.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static selaras.acceptance.Calls.fresh;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.util.SafeEncoder;
import selaras.testing.Answer;
import selaras.testing.Api;
import selaras.testing.Eventually;
import selaras.testing.Following;
import selaras.testing.Pause;
import selaras.testing.RawClient;
import selaras.testing.TestCluster;

/** Messages that come to those who want them: long poll, stream, webhook. */
class QueuePushIT {
  private static final int WAITERS = 2_000;

  private final TestCluster cluster = TestCluster.shared();
  private final Api api = cluster.api();
  private final String queue = fresh("push");

  private Answer produce(int node, String message) {
    return api.post(node, "/queue/produce/" + queue, "{\"message\":" + message + "}").ok();
  }

  private void ack(int node, String receipt) {
    api.post(node, "/queue/ack/" + queue, "{\"receipt\":\"%s\"}".formatted(receipt)).ok();
  }

  private String waiting(int millis) {
    return "/queue/consume/" + queue + "?wait_ms=" + millis;
  }

  private CompletableFuture<Answer> await(int node) {
    return CompletableFuture.supplyAsync(() -> api.get(node, waiting(14_000)).ok());
  }

  private RedisClient redis() {
    return RedisClient.create(cluster.redisUri().toString());
  }

  private static String call(RedisClient redis, String... words) {
    Object reply =
        redis.executeCommand(
            new CommandArguments(Protocol.Command.CLIENT).addObjects((Object[]) words));
    return reply instanceof byte[] text ? SafeEncoder.encode(text) : "" + reply;
  }

  @Test
  void longPoll_producedElsewhere_answeredAlsoAfterItsSubscriptionIsKilled() {
    CompletableFuture<Answer> first = await(2);
    produce(1, "1");
    assertThat(first.join().number("message")).isEqualTo(1);

    CompletableFuture<Answer> second = await(3);
    try (RedisClient redis = redis()) {
      call(redis, "KILL", "TYPE", "pubsub");
    }
    produce(1, "2");
    assertThat(second.join().number("message")).isEqualTo(2);
    assertThat(api.get(2, waiting(100)).ok().string("status")).isEqualTo("empty");
    assertThat(api.get(2, "/queue/consume/" + queue + "?wait_ms=-1").problem(400).string("member"))
        .isEqualTo("wait_ms");
  }

  @Test
  void longPoll_clientsHangUp_nothingIsGivenToThem() {
    for (int i = 0; i < 30; i++) {
      try (RawClient client = new RawClient(cluster.httpPort(2))) {
        client.get(waiting(60_000));
        // long enough to wait there, or not: both have to be right
        Pause.millis(i * 5);
        if (i % 2 == 0) {
          client.reset();
        }
      }
    }
    Pause.millis(300);
    produce(1, "1");
    Answer delivered = await(3).join();
    assertThat(delivered.number("message")).isEqualTo(1);
    assertThat(delivered.number("deliveries")).isEqualTo(1);
  }

  @Test
  void longPoll_hangsUpJustBeforeTheMessage_anotherGetsItAsIfNeverDelivered() {
    for (int i = 0; i < 10; i++) {
      try (RawClient client = new RawClient(cluster.httpPort(2))) {
        client.get(waiting(60_000));
        Pause.millis(100);
      }
      Pause.millis(20);
      produce(2, "" + i);
      Answer delivered = await(3).join();
      assertThat(delivered.number("message")).isEqualTo(i);
      assertThat(delivered.number("deliveries")).isEqualTo(1);
      ack(1, delivered.string("receipt"));
    }
  }

  @Test
  void longPoll_twoThousandWait_eachGetsOneAndRedisHasFewConnections() {
    List<RawClient> clients = new ArrayList<>();
    try (RedisClient redis = redis()) {
      for (int i = 0; i < WAITERS; i++) {
        RawClient client = new RawClient(cluster.httpPort(i % 3 + 1));
        client.get(waiting(60_000));
        clients.add(client);
      }
      assertThat(call(redis, "LIST").lines().count()).isLessThan(3 * 32 + 20);
      for (int i = 0; i < WAITERS; i += 20) {
        String messages =
            IntStream.range(i, i + 20)
                .mapToObj("{\"message\":%d}"::formatted)
                .collect(Collectors.joining(","));
        api.post(1, "/queue/produce/" + queue, "{\"messages\":[" + messages + "]}").ok();
      }
      Set<String> got = new HashSet<>();
      for (RawClient client : clients) {
        got.add(client.answer().split("\"message\":")[1].split(",")[0]);
      }
      assertThat(got).hasSize(WAITERS);
    } finally {
      clients.forEach(RawClient::close);
    }
    assertThat(api.get(1, "/queue/stats/" + queue).ok().number("delivered")).isEqualTo(WAITERS);
  }

  @Test
  void subscribe_credit_noMoreThanAcknowledgedOnWhicheverNode() {
    for (int i = 0; i < 5; i++) {
      produce(1, "" + i);
    }
    String path = "/queue/subscribe/" + queue + "?credit=2&visibility_ms=2000";
    try (Following following = api.follow(2, path, "")) {
      List<Following.Message> heard = following.await(2);
      Pause.millis(500);
      assertThat(following.heard()).hasSize(2);
      assertThat(heard.get(0).event()).isEqualTo("message");
      ack(3, heard.get(0).json().getString("receipt"));
      assertThat(following.await(3).get(2).json().getInt("message")).isEqualTo(2);
    }
    // what it had comes back with its lease, the rest was never sent
    Map<Long, Long> deliveries = new TreeMap<>();
    for (int i = 0; i < 4; i++) {
      Answer delivered = await(1).join();
      deliveries.put(delivered.number("message"), delivered.number("deliveries"));
    }
    assertThat(deliveries).isEqualTo(Map.of(1L, 2L, 2L, 2L, 3L, 1L, 4L, 1L));
  }

  @Test
  void webhook_defined_shownWithoutItsSecretAndRefusedWhereNotAllowed() {
    String path = "/queue/" + queue + "/webhook";
    api.get(1, path).problem(404);
    for (String url :
        List.of("ftp://127.0.0.1/", "http://user@127.0.0.1/", "http://localhost/", "no url")) {
      Answer refused = put(path, "{\"url\":\"%s\"}".formatted(url)).problem(400);
      assertThat(refused.string("member")).isEqualTo("url");
    }
    Answer defined = put(path, "{\"url\":\"http://127.0.0.1:1/\",\"max_in_flight\":3}").ok();
    assertThat(defined.string("secret")).hasSize(64);
    JsonObject shown = api.get(2, path).ok().json();
    assertThat(shown).doesNotContainKey("secret");
    assertThat(shown.getInt("max_in_flight")).isEqualTo(3);
    assertThat(put(path, "{\"url\":\"http://127.0.0.1:1/\"}").ok().json())
        .doesNotContainKey("secret");
    api.send("DELETE", 3, path, "application/json", "").ok();
    api.get(1, path).problem(404);
  }

  @Test
  void webhook_receiverRefuses_calledAgainThenDeadLetter() throws GeneralSecurityException {
    put("/queue/" + queue, "{\"max_deliveries\":2}").ok();
    try (Receiver receiver = new Receiver(body -> body.contains("good"))) {
      put(
              "/queue/" + queue + "/webhook",
              "{\"url\":\"%s\",\"secret\":\"s3cret\"}".formatted(receiver.url()))
          .ok();
      produce(1, "\"bad\"");
      String id = produce(2, "{\"good\":\"é\"}").string("message_id");
      Eventually.holds("dead", () -> dead().size() == 1);

      assertThat(receiver.received("\"bad\""))
          .extracting(Receiver.Received::deliveries)
          .containsExactly(1, 2);
      Receiver.Received good = receiver.received("{\"good\":\"é\"}").get(0);
      assertThat(good.queue()).isEqualTo(queue);
      assertThat(good.id()).isEqualTo(id);
      assertThat(good.signature()).isEqualTo("sha256=" + hmac("s3cret", good.body()));
      assertThat(dead().get(0).asJsonObject().getInt("deliveries")).isEqualTo(2);
      Eventually.holds(
          "acknowledged",
          () -> api.get(1, "/queue/stats/" + queue).ok().number("acknowledged") == 1);
    } finally {
      api.send("DELETE", 1, "/queue/" + queue + "/webhook", "application/json", "");
    }
  }

  @Test
  void webhook_ownerKilled_anotherNodeSends() {
    String path = "/queue/" + queue + "/webhook";
    try (Receiver receiver = new Receiver(body -> true)) {
      put(path, "{\"url\":\"%s\"}".formatted(receiver.url())).ok();
      produce(1, "0");
      Eventually.holds("the first is sent", () -> receiver.received().size() == 1);
      String owner = api.get(1, path).ok().string("owner");
      int lost = Integer.parseInt(owner.substring(owner.length() - 1));
      cluster.kill(lost);
      int other = TestCluster.othersThan(lost).get(0);
      for (int i = 1; i <= 20; i++) {
        produce(other, "" + i);
      }
      Eventually.holds(
          "all are sent",
          Duration.ofSeconds(30),
          () -> receiver.received().stream().map(Receiver.Received::body).distinct().count() == 21);
      // which of the two it is: each node asks by itself who is there, a moment after the other
      Eventually.holds(
          "the node asked knows who sends now",
          () -> !api.get(other, path).ok().string("owner").equals(owner));
    } finally {
      TestCluster.NODES.forEach(node -> remove(node, path));
    }
  }

  private void remove(int node, String path) {
    try {
      api.send("DELETE", node, path, "application/json", "");
    } catch (UncheckedIOException e) {
      // the node that was killed
    }
  }

  private Answer put(String path, String json) {
    return api.send("PUT", 1, path, "application/json", json);
  }

  private List<? extends JsonValue> dead() {
    return api.get(1, "/queue/dead/" + queue).ok().json().getJsonArray("messages");
  }

  private static String hmac(String secret, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
  }
}
