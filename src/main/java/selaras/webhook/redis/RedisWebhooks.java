package selaras.webhook.redis;

import com.google.gson.Gson;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import selaras.store.redis.LuaScript;
import selaras.store.redis.RedisStore;
import selaras.webhook.Webhook;
import selaras.webhook.Webhooks;

/**
 * The webhooks as JSON in one hash, by queue. Reading all of them again costs no more than a number
 * while nothing has changed.
 *
 * <p>Thread-safe.
 */
public final class RedisWebhooks implements Webhooks {
  private static final LuaScript PUT = LuaScript.load("webhook/put");
  private static final LuaScript REMOVE = LuaScript.load("webhook/remove");
  private static final LuaScript CHANGED = LuaScript.load("webhook/changed");
  private static final String ALL = "selaras:q:{webhooks}:all";
  private static final List<String> KEYS = List.of(ALL, "selaras:q:{webhooks}:version");
  private static final Gson GSON = new Gson();

  private final RedisStore store;
  private final int max;
  private Known known = new Known("", List.of());

  /**
   * @param max webhooks of the cluster
   */
  public RedisWebhooks(RedisStore store, int max) {
    this.store = store;
    this.max = max;
  }

  private record Known(String version, List<Webhook> webhooks) {}

  private record Stored(String url, String secret, int maxInFlight, long timeoutMs) {
    static Stored of(Webhook it) {
      return new Stored(
          it.url().toString(), it.secret(), it.maxInFlight(), it.timeout().toMillis());
    }

    Webhook of(String queue) {
      return new Webhook(queue, URI.create(url), secret, maxInFlight, Duration.ofMillis(timeoutMs));
    }
  }

  @Override
  public boolean put(Webhook webhook) {
    String json = GSON.toJson(Stored.of(webhook));
    List<String> args = List.of(webhook.queue(), json, Integer.toString(max));
    return store.run(PUT, KEYS, args).equals(1L);
  }

  @Override
  public Optional<Webhook> get(String queue) {
    return Optional.ofNullable(store.call(redis -> redis.hget(ALL, queue)))
        .map(json -> parse(queue, json));
  }

  @Override
  public boolean remove(String queue) {
    return store.run(REMOVE, KEYS, List.of(queue)).equals(1L);
  }

  @Override
  public synchronized List<Webhook> all() {
    List<?> reply = (List<?>) store.run(CHANGED, KEYS, List.of(known.version()));
    if (!reply.isEmpty()) {
      List<Webhook> webhooks = new ArrayList<>();
      for (int i = 1; i < reply.size(); i += 2) {
        webhooks.add(parse((String) reply.get(i), (String) reply.get(i + 1)));
      }
      known = new Known((String) reply.get(0), List.copyOf(webhooks));
    }
    return known.webhooks();
  }

  private static Webhook parse(String queue, String json) {
    return GSON.fromJson(json, Stored.class).of(queue);
  }
}
