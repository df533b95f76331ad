package selaras.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import selaras.testing.Answer;
import selaras.testing.Api;
import selaras.testing.Eventually;
import selaras.testing.Pause;
import selaras.testing.RawClient;
import selaras.testing.SingleNode;

/** Who hangs up while waiting for a lock leaves the queue; who does not, stays. */
@ExtendWith(ArquillianExtension.class)
class HangupIT {
  private static final Duration NOTICED = Duration.ofSeconds(3);

  private final Api api = SingleNode.api();
  private final String resource = "file-" + UUID.randomUUID();
  private String held;

  @Deployment(testable = false)
  static WebArchive war() {
    return SingleNode.war();
  }

  @BeforeEach
  void somebodyHoldsTheLock() {
    held = api.post(1, "/lock", wanted("holder", 0)).ok().string("lock_id");
  }

  @Test
  void waiter_closesItsConnection_leavesTheQueue() {
    RawClient client = waiting("client");
    client.close();

    awaitWaiters(List.of());
  }

  @Test
  void waiter_resetsItsConnection_leavesTheQueue() {
    RawClient client = waiting("client");
    client.reset();

    awaitWaiters(List.of());
  }

  @Test
  void waiter_endsItsSendingHalf_leavesTheQueueAndIsTold() {
    try (RawClient client = waiting("client")) {
      client.endSending();

      assertThat(client.answer()).startsWith("HTTP/1.1 499 ").contains("client closed request");
      awaitWaiters(List.of());
    }
  }

  @Test
  void waiter_cancelsItsStreamOfHttp2_leavesTheQueue() {
    try (HttpClient http = HttpClient.newHttpClient()) {
      // the first call over this connection makes it one of HTTP/2
      http.sendAsync(http2("/lock/renew", "{}"), BodyHandlers.discarding()).join();
      var call = http.sendAsync(http2("/lock", wanted("client", 60_000)), BodyHandlers.ofString());
      awaitWaiters(List.of("client"));
      call.cancel(true);

      awaitWaiters(List.of());
    }
  }

  @Test
  void waiters_oneOfThreeHangsUp_theOthersAreGrantedInTheirOrder() {
    try (RawClient first = waiting("first");
        RawClient second = waiting("second", "first");
        RawClient third = waiting("third", "first", "second")) {
      second.reset();
      awaitWaiters(List.of("first", "third"));
      unlock(held);

      String granted = first.answer();
      assertThat(granted).startsWith("HTTP/1.1 200 ");
      unlock(granted.split("\"lock_id\":\"")[1].split("\"")[0]);
      assertThat(third.answer()).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void waiter_staysOnTheLine_isGrantedTheLockAfterManyLooks() {
    try (RawClient client = waiting("client")) {
      Pause.of(Duration.ofSeconds(2));
      unlock(held);

      assertThat(client.answer()).startsWith("HTTP/1.1 200 ").contains("\"holder_id\":\"client\"");
    }
  }

  @Test
  void waiter_sendsItsNextRequestAhead_bothAreAnsweredInOrder() {
    try (RawClient client = waiting("client")) {
      client.post("/unlock", "{\"lock_id\":\"no such lock\"}");
      Pause.of(Duration.ofSeconds(1));
      awaitWaiters(List.of("client"));
      unlock(held);

      assertThat(client.answer()).startsWith("HTTP/1.1 200 ").contains("\"holder_id\":\"client\"");
      assertThat(client.answer()).startsWith("HTTP/1.1 409 ").contains("not held");
    }
  }

  @Test
  void waiter_waitsAgainOnTheSameConnection_isStillHeardHangingUp() {
    try (RawClient client = waiting("client")) {
      Pause.of(Duration.ofSeconds(1));
      unlock(held);
      assertThat(client.answer()).startsWith("HTTP/1.1 200 ");
      client.post("/lock", wanted("another", 60_000));
      awaitWaiters(List.of("another"));
    }
    awaitWaiters(List.of());
  }

  @Test
  void body_thatDoesNotComeOrTooSlowly_isNotAwaitedForLong() {
    try (RawClient silent = new RawClient(SingleNode.httpPort());
        RawClient slow = new RawClient(SingleNode.httpPort())) {
      silent.post("/lock", "", 100);
      slow.post("/lock", "{", 100);
      for (int i = 0; i < 11; i++) {
        Pause.of(Duration.ofSeconds(1));
        slow.send(" ");
      }
      assertThat(silent.answer()).startsWith("HTTP/1.1 408 ").contains("too slow");
      assertThat(slow.answer()).startsWith("HTTP/1.1 408 ").contains("too slow");
    }
  }

  /** One who waits, behind others, on a connection of its own. */
  private RawClient waiting(String holder, String... others) {
    RawClient client = new RawClient(SingleNode.httpPort());
    client.post("/lock", wanted(holder, 60_000));
    awaitWaiters(Stream.concat(Stream.of(others), Stream.of(holder)).toList());
    return client;
  }

  private String wanted(String holder, int waitMillis) {
    return "{\"resource_id\":\"%s\",\"holder_id\":\"%s\",\"ttl_ms\":60000,\"wait_ms\":%d}"
        .formatted(resource, holder, waitMillis);
  }

  private static HttpRequest http2(String path, String json) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + SingleNode.httpPort() + path))
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(json))
        .build();
  }

  private void unlock(String lockId) {
    api.post(1, "/unlock", "{\"lock_id\":\"" + lockId + "\"}").ok();
  }

  private void awaitWaiters(List<String> holders) {
    Eventually.holds(
        "waiting: " + holders,
        NOTICED,
        () -> waiters(api.get(1, "/lock/" + resource)).equals(holders));
  }

  private static List<String> waiters(Answer shown) {
    return shown.ok().json().getJsonArray("waiters").stream()
        .map(waiter -> waiter.asJsonObject().getString("holder_id"))
        .toList();
  }
}
