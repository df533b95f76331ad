package selaras.acceptance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/** Whom a webhook calls: keeps what came, accepts what it is told to. */
final class Receiver implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(8);
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final Predicate<String> accepts;

  /** One call. */
  record Received(String body, String queue, String id, int deliveries, String signature) {}

  /**
   * @param accepts texts to answer with 204; others get 500
   */
  Receiver(Predicate<String> accepts) {
    this.accepts = accepts;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::receive);
    server.setExecutor(threads);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
  }

  List<Received> received() {
    return List.copyOf(received);
  }

  List<Received> received(String body) {
    return received.stream().filter(call -> call.body().equals(body)).toList();
  }

  private void receive(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var headers = exchange.getRequestHeaders();
    received.add(
        new Received(
            body,
            headers.getFirst("Selaras-Queue"),
            headers.getFirst("Selaras-Message-Id"),
            Integer.parseInt(headers.getFirst("Selaras-Deliveries")),
            headers.getFirst("X-Hub-Signature-256")));
    exchange.sendResponseHeaders(accepts.test(body) ? 204 : 500, -1);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
