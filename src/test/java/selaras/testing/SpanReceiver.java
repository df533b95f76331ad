package selaras.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;

/** Takes spans as the OpenTelemetry protocol sends them over HTTP. Thread-safe. */
public final class SpanReceiver implements AutoCloseable {
  private final StringBuffer received = new StringBuffer();
  private final HttpServer server;

  public SpanReceiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/v1/traces",
        exchange -> {
          received.append(new String(exchange.getRequestBody().readAllBytes(), ISO_8859_1));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
  }

  /** What a node is told to send its spans here, soon. */
  public Map<String, String> settings() {
    return Map.of(
        "otel.sdk.disabled", "false",
        "otel.exporter.otlp.protocol", "http/protobuf",
        "otel.exporter.otlp.endpoint", "http://127.0.0.1:" + server.getAddress().getPort(),
        "otel.bsp.schedule.delay", "200");
  }

  /** Whether one of the spans has the text in its name or an attribute. */
  public boolean has(String text) {
    return received.indexOf(text) >= 0;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
