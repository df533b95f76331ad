package selaras.acceptance;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.StringReader;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import redis.clients.jedis.UnifiedJedis;
import selaras.store.redis.RedisStore;
import selaras.testing.Answer;
import selaras.testing.Api;

/**
 * All resources in use by name, as a node lists them and as the mirror has them, without times:
 * those differ from one look to the next.
 */
record ShownLocks(Api api, RedisStore store) {
  private static final Set<String> PASSING =
      Set.of(
          "success",
          "expires_in_ms",
          "expires_at_ms",
          "wait_ends_in_ms",
          "wait_ends_at_ms",
          "delayed_for_ms",
          "delayed_until_ms");

  Map<String, JsonObject> listed(int node) {
    Map<String, JsonObject> all = new TreeMap<>();
    String after = "";
    do {
      Answer page = api.get(node, "/locks?limit=1000" + after).ok();
      for (JsonObject lock : page.json().getJsonArray("locks").getValuesAs(JsonObject.class)) {
        all.put(lock.getString("resource_id"), lasting(lock));
      }
      after = page.json().containsKey("next") ? "&after=" + page.string("next") : "";
    } while (!after.isEmpty());
    return all;
  }

  Map<String, JsonObject> mirrored() {
    Map<String, JsonObject> all = new TreeMap<>();
    store
        .<Map<String, String>>call(client -> client.hgetAll("selaras:locks"))
        .forEach((name, json) -> all.put(name, lasting(parse(json))));
    return all;
  }

  /** What the mirror says of itself. */
  Map<String, String> state() {
    return store.call((UnifiedJedis client) -> client.hgetAll("{selaras:locks}:state"));
  }

  private static JsonObject parse(String json) {
    try (var reader = Json.createReader(new StringReader(json))) {
      return reader.readObject();
    }
  }

  private static JsonObject lasting(JsonObject object) {
    JsonObjectBuilder kept = Json.createObjectBuilder();
    object.forEach(
        (name, value) -> {
          if (!PASSING.contains(name)) {
            kept.add(name, value instanceof JsonArray array ? lasting(array) : value);
          }
        });
    return kept.build();
  }

  private static JsonArray lasting(JsonArray array) {
    JsonArrayBuilder kept = Json.createArrayBuilder();
    array.getValuesAs(JsonObject.class).forEach(object -> kept.add(lasting(object)));
    return kept.build();
  }
}
