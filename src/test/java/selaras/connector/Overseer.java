package selaras.connector;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Stream;

/** Whom the sample's beans tell what they do, and who tells them how to end. Thread-safe. */
final class Overseer implements AutoCloseable {
  static final String COMMIT = "commit";

  /**
   * What a bean told.
   *
   * @param kind {@code begun}, {@code committed} or {@code rolled-back}
   * @param text the message, as JSON
   */
  record Report(String kind, String id, int deliveries, String text) {}

  private final List<Report> reports = new CopyOnWriteArrayList<>();
  private final Map<String, Function<Report, String>> orders = new ConcurrentHashMap<>();
  private final HttpServer server;

  Overseer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** How a bean that tells of this message is answered, on a thread of its own: it may block. */
  void order(String message, Function<Report, String> order) {
    orders.put("\"" + message + "\"", order);
  }

  /** What was told of this message, in order. */
  List<Report> of(String message) {
    return reports.stream().filter(one -> one.text().equals("\"" + message + "\"")).toList();
  }

  Stream<String> committed() {
    return reports.stream()
        .filter(one -> one.kind().equals("committed"))
        .map(one -> one.text().replace("\"", ""));
  }

  private void handle(HttpExchange exchange) throws IOException {
    String[] path = exchange.getRequestURI().getPath().split("/");
    String text = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    Report report = new Report(path[1], path[2], Integer.parseInt(path[3]), text);
    reports.add(report);
    byte[] answer = orders.getOrDefault(text, any -> COMMIT).apply(report).getBytes(UTF_8);
    try (exchange) {
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
