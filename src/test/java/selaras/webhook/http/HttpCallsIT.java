package selaras.webhook.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import selaras.queue.Delivery;
import selaras.queue.Message;
import selaras.queue.MessageId;
import selaras.queue.Receipt;
import selaras.webhook.Webhook;

/** What a webhook's receiver sees, and what is made of what it does. */
class HttpCallsIT {
  private final HttpCalls calls = new HttpCalls();
  private final CountDownLatch end = new CountDownLatch(1);
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    server.start();
  }

  @AfterEach
  void stop() {
    end.countDown();
    server.stop(0);
    calls.close();
  }

  private CompletableFuture<Integer> call(String path, Duration timeout) {
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    MessageId id = new MessageId(0, "7", "a");
    Message message = new Message(id.toString(), "{\"text\":\"é\"}", Optional.of("k 1"));
    return calls.call(
        new Webhook("bücher/alt", url, "s3cret", 1, timeout),
        new Delivery(message, new Receipt(id, 3, "t")));
  }

  private void answer(String path, HttpHandler handler) {
    server.createContext(path, handler);
  }

  @Test
  void call_accepted_receiverSeesMessageHeadersAndSignature() {
    CompletableFuture<Headers> headers = new CompletableFuture<>();
    CompletableFuture<String> body = new CompletableFuture<>();
    answer(
        "/hook",
        exchange -> {
          headers.complete(exchange.getRequestHeaders());
          body.complete(
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(202, -1);
        });
    assertThat(call("/hook", Duration.ofSeconds(10)).join()).isEqualTo(202);
    assertThat(body.join()).isEqualTo("{\"text\":\"é\"}");
    assertThat(headers.join().getFirst("Content-Type")).isEqualTo("application/json");
    assertThat(headers.join().getFirst("Selaras-Queue")).isEqualTo("b%C3%BCcher%2Falt");
    assertThat(headers.join().getFirst("Selaras-Message-Id")).isEqualTo("0-7-a");
    assertThat(headers.join().getFirst("Selaras-Key")).isEqualTo("k%201");
    assertThat(headers.join().getFirst("Selaras-Deliveries")).isEqualTo("3");
    // printf '{"text":"é"}' | openssl dgst -sha256 -hmac s3cret
    assertThat(headers.join().getFirst("X-Hub-Signature-256"))
        .isEqualTo("sha256=02399106fb9d76d5dd4292f308279eebf1954d7822662feab4e53a34785f1ca9");
  }

  @Test
  void call_redirected_isNotFollowed() {
    AtomicInteger elsewhere = new AtomicInteger();
    answer("/other", exchange -> elsewhere.incrementAndGet());
    answer(
        "/hook",
        exchange -> {
          exchange.getResponseHeaders().set("Location", "/other");
          exchange.sendResponseHeaders(307, -1);
        });
    assertThat(call("/hook", Duration.ofSeconds(10)).join()).isEqualTo(307);
    assertThat(elsewhere).hasValue(0);
  }

  @Test
  void call_answerDoesNotCome_failsInTime() {
    answer("/silent", exchange -> hold());
    assertThatThrownBy(() -> call("/silent", Duration.ofMillis(300)).get(5, TimeUnit.SECONDS))
        .isNotInstanceOf(TimeoutException.class);
  }

  @Test
  void call_answerDoesNotEnd_failsInTime() {
    answer(
        "/endless",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(1);
          exchange.getResponseBody().flush();
          hold();
        });
    assertThatThrownBy(() -> call("/endless", Duration.ofMillis(300)).get(5, TimeUnit.SECONDS))
        .hasCauseInstanceOf(TimeoutException.class);
  }

  @Test
  void call_nobodyThere_fails() {
    server.stop(0);
    assertThatThrownBy(() -> call("/", Duration.ofSeconds(5)).get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(IOException.class);
  }

  private void hold() {
    try {
      end.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
