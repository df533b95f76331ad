package selaras.webhook.redis;

import com.google.gson.Gson;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import selaras.store.redis.LuaScript;
import selaras.store.redis.RedisStore;
import selaras.store.redis.RememberedAnswers;
import selaras.webhook.PutWebhook;
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
  private static final String VERSION = "selaras:q:{webhooks}:version";
  private static final Gson GSON = new Gson();

  private final RedisStore store;
  private final int max;
  private final Duration answerMemory;
  private Known known = new Known("", List.of());

  /**
   * @param max webhooks of the cluster
   * @param answerMemory how long the answer to a request id is remembered
   */
  public RedisWebhooks(RedisStore store, int max, Duration answerMemory) {
    this.store = store;
    this.max = max;
    this.answerMemory = answerMemory;
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
  public Optional<PutWebhook.Done> put(PutWebhook command) {
    String queue = command.webhook().queue();
    List<String> args =
        List.of(
            queue,
            GSON.toJson(Stored.of(command.webhook())),
            Integer.toString(max),
            command.isSecretDrawn() ? "1" : "0",
            memory(command.requestId()));
    List<?> reply = (List<?>) store.run(PUT, keys("put", queue, command.requestId()), args);
    return reply.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new PutWebhook.Done(parse(queue, (String) reply.get(0)), reply.get(1).equals("1")));
  }

  @Override
  public Optional<Webhook> get(String queue) {
    return Optional.ofNullable(store.call(redis -> redis.hget(ALL, queue)))
        .map(json -> parse(queue, json));
  }

  @Override
  public boolean remove(String queue, Optional<String> requestId) {
    List<String> args = List.of(queue, memory(requestId));
    return store.run(REMOVE, keys("remove", queue, requestId), args).equals(1L);
  }

  private static List<String> keys(String verb, String queue, Optional<String> requestId) {
    List<String> keys = new ArrayList<>(List.of(ALL, VERSION));
    String prefix = "selaras:q:{webhooks}:answer:";
    requestId.ifPresent(id -> keys.add(RememberedAnswers.key(prefix, verb, queue, id)));
    return keys;
  }

  private String memory(Optional<String> requestId) {
    return RememberedAnswers.millis(requestId, answerMemory);
  }

  @Override
  public synchronized List<Webhook> all() {
    List<?> reply = (List<?>) store.run(CHANGED, List.of(ALL, VERSION), List.of(known.version()));
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
