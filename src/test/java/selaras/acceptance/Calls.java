package selaras.acceptance;

import java.util.UUID;
import selaras.testing.Answer;
import selaras.testing.Api;

/** The calls of the core API, each on the node given. Names are drawn fresh for each test. */
record Calls(Api api) {
  static String fresh(String prefix) {
    return prefix + "-" + UUID.randomUUID();
  }

  Answer lock(int node, String resource, String holder) {
    return lock(node, resource, holder, "exclusive", 120_000);
  }

  Answer lock(int node, String resource, String holder, String type, long ttlMillis) {
    return api.post(
        node,
        "/lock",
        """
        {"resource_id":"%s","lock_type":"%s","holder_id":"%s","ttl_ms":%d}"""
            .formatted(resource, type, holder, ttlMillis));
  }

  Answer unlock(int node, String lockId) {
    return api.post(node, "/unlock", "{\"lock_id\":\"%s\"}".formatted(lockId));
  }

  Answer produce(int node, String queue, String message) {
    return api.post(node, "/queue/produce/" + queue, "{\"message\":\"%s\"}".formatted(message));
  }

  /** The oldest message, removed at once. */
  Answer consume(int node, String queue) {
    return api.get(node, "/queue/consume/" + queue + "?ack=auto");
  }

  Answer put(int node, String key, String value) {
    return api.post(node, "/cache", "{\"key\":\"%s\",\"value\":\"%s\"}".formatted(key, value));
  }

  Answer read(int node, String key) {
    return api.get(node, "/cache/" + key);
  }
}
