package selaras.web;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads what a test asks of an OpenAPI document in JSON; follows its references. */
final class OpenApi {
  private final JsonObject root;

  OpenApi(String json) {
    try (var reader = Json.createReader(new StringReader(json))) {
      root = reader.readObject();
    }
  }

  JsonObject paths() {
    return root.getJsonObject("paths");
  }

  /** Those of the path and those of the operation. */
  List<JsonObject> parameters(JsonObject item, JsonObject operation) {
    List<JsonObject> all = new ArrayList<>();
    for (JsonObject holder : List.of(item, operation)) {
      if (holder.containsKey("parameters")) {
        holder.getJsonArray("parameters").forEach(parameter -> all.add(resolve(parameter)));
      }
    }
    return all;
  }

  /** The bodies to send; one null for an operation that takes none. */
  List<JsonValue> examples(JsonObject operation) {
    if (!operation.containsKey("requestBody")) {
      return List.of(JsonValue.NULL);
    }
    return content(operation.getJsonObject("requestBody"))
        .getJsonObject("application/json")
        .getJsonObject("examples")
        .values()
        .stream()
        .map(example -> resolve(example).get("value"))
        .toList();
  }

  boolean isStream(JsonObject operation) {
    return content(success(operation)).containsKey("text/event-stream");
  }

  /** Whether a success is a file, of which nothing more is known here. */
  boolean isFile(JsonObject operation) {
    return content(success(operation)).containsKey("application/octet-stream");
  }

  Set<String> required(JsonObject operation) {
    Set<String> names = new HashSet<>();
    JsonArray required = schema(operation).getJsonArray("required");
    if (required != null) {
      required.getValuesAs(JsonString.class).forEach(name -> names.add(name.getString()));
    }
    return names;
  }

  Set<String> members(JsonObject operation) {
    return schema(operation).getJsonObject("properties").keySet();
  }

  private JsonObject schema(JsonObject operation) {
    return resolve(
        content(success(operation)).getJsonObject("application/json").getJsonObject("schema"));
  }

  private JsonObject success(JsonObject operation) {
    return resolve(operation.getJsonObject("responses").getJsonObject("200"));
  }

  private static JsonObject content(JsonObject holder) {
    return holder.containsKey("content")
        ? holder.getJsonObject("content")
        : JsonValue.EMPTY_JSON_OBJECT;
  }

  private JsonObject resolve(JsonValue value) {
    JsonObject object = value.asJsonObject();
    return object.containsKey("$ref")
        ? root.getValue(object.getString("$ref").substring(1)).asJsonObject()
        : object;
  }
}
