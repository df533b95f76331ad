package selaras.web;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a node answers at {@code /health}, in the form of MicroProfile Health. */
final class HealthAnswer {
  private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());

  private HealthAnswer() {}

  /** The node by its own account; empty when the text is none. */
  static Optional<NodeHealth> read(String nodeId, String url, String text) {
    try (JsonReader reader = READERS.createReader(new StringReader(text))) {
      return Optional.of(read(nodeId, url, reader.readObject()));
    } catch (JsonException | ClassCastException | NullPointerException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static NodeHealth read(String nodeId, String url, JsonObject health) {
    List<JsonObject> checks = health.getJsonArray("checks").getValuesAs(JsonObject.class);
    JsonObject raft =
        checks.stream()
            .filter(check -> check.getString("name").equals("raft") && check.containsKey("data"))
            .map(check -> check.getJsonObject("data"))
            .findFirst()
            .orElse(JsonValue.EMPTY_JSON_OBJECT);
    return new NodeHealth(
        nodeId,
        url,
        isUp(health) ? "ready" : "not_ready",
        checks.stream()
            .filter(check -> !isUp(check))
            .map(check -> check.getString("name"))
            .toList(),
        raft.getString("role", null),
        number(raft, "term"),
        raft.getString("leader", null),
        number(raft, "commit_index"),
        number(raft, "applied_index"),
        null,
        0L);
  }

  private static boolean isUp(JsonObject check) {
    return check.getString("status").equals("UP");
  }

  /** The server writes numbers as texts. */
  private static Long number(JsonObject data, String name) {
    JsonValue value = data.get(name);
    return value == null ? null : Long.valueOf(value.toString().replace("\"", ""));
  }
}
