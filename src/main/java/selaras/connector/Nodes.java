package selaras.connector;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReaderFactory;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The nodes of a cluster, any of which serves any request. Asks the one that answered last; when it
 * does not answer in time, or with neither success nor a conflict, the next. Safe for use by many
 * threads.
 */
final class Nodes {
  private static final int CONFLICT = 409;

  private final JsonReaderFactory json = Json.createReaderFactory(Map.of());
  private final HttpClient http;
  private final List<URI> nodes;
  private final Optional<String> token;
  private volatile int preferred;

  /**
   * @param token shown to the nodes
   */
  Nodes(HttpClient http, ActivationSettings settings, Optional<String> token) {
    this.http = http;
    this.token = token;
    this.nodes = settings.nodes();
  }

  /**
   * What the first node answers that can; empty: a conflict.
   *
   * @param request without an address
   * @param patience how long a node may take over it
   */
  Optional<JsonObject> send(Call request, Duration patience) throws QueueUnavailableException {
    int first = preferred;
    StringBuilder failures = new StringBuilder();
    for (int i = 0; i < nodes.size(); i++) {
      int node = (first + i) % nodes.size();
      try {
        HttpResponse<String> response = ask(nodes.get(node), request, patience);
        if (response.statusCode() == CONFLICT || response.statusCode() / 100 == 2) {
          preferred = node;
          return response.statusCode() == CONFLICT ? Optional.empty() : Optional.of(read(response));
        }
        failures.append(said(nodes.get(node), response.statusCode() + " " + response.body()));
      } catch (IOException | JsonException e) {
        failures.append(said(nodes.get(node), e.toString()));
      }
    }
    throw new QueueUnavailableException(request.path() + ":" + failures);
  }

  private HttpResponse<String> ask(URI node, Call call, Duration patience)
      throws IOException, QueueUnavailableException {
    HttpRequest.Builder request = call.at(node).timeout(patience);
    token.ifPresent(bearer -> request.header("Authorization", "Bearer " + bearer));
    try {
      return http.send(request.build(), BodyHandlers.ofString(UTF_8));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new QueueUnavailableException(call.path() + ": interrupted");
    }
  }

  private JsonObject read(HttpResponse<String> response) {
    try (var reader = json.createReader(new StringReader(response.body()))) {
      return reader.readObject();
    }
  }

  private static String said(URI node, String what) {
    return " " + node + ": " + what.strip().substring(0, Math.min(200, what.strip().length()));
  }
}
