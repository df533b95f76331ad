package selaras.connector;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HttpQueueIT {
  private static final Duration VISIBILITY = Duration.ofMillis(1_500);
  private static final Duration LONGER_THAN_THE_TEST = Duration.ofMinutes(1);

  private final InetAddress here = InetAddress.getLoopbackAddress();

  @Test
  @Timeout(20)
  void extend_firstNodeIsSilent_asksTheNextWhileTheLeaseMayLast() throws Exception {
    HttpServer other = HttpServer.create(new InetSocketAddress(here, 0), 10);
    other.createContext(
        "/queue/extend/orders",
        exchange -> {
          byte[] answer = "{\"success\":true}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    other.start();
    // accepts connections, and says nothing
    try (ServerSocket silent = new ServerSocket(0, 10, here);
        HttpClient http = HttpClient.newHttpClient()) {
      HttpQueue queue = queue(http, silent.getLocalPort(), other.getAddress().getPort());

      assertThat(queue.extend("receipt")).isTrue();

      http.shutdownNow();
    } finally {
      other.stop(0);
    }
  }

  private static HttpQueue queue(HttpClient http, int... ports) {
    List<URI> nodes =
        IntStream.of(ports).mapToObj(port -> URI.create("http://127.0.0.1:" + port)).toList();
    ActivationSettings settings =
        new ActivationSettings(
            "orders",
            nodes,
            1,
            VISIBILITY,
            1,
            Duration.ZERO,
            Duration.ZERO,
            LONGER_THAN_THE_TEST,
            Duration.ZERO);
    return new HttpQueue(new Nodes(http, settings, Optional.empty()), settings);
  }
}
