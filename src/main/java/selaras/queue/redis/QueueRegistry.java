package selaras.queue.redis;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import redis.clients.jedis.params.ZRangeParams;
import selaras.store.redis.RedisStore;

/**
 * The names of the known queues, on one shard, at most so many.
 *
 * <p>Thread-safe. A node registers a queue before its first message and again every half minute
 * while it produces, so that a registry lost with Redis fills itself.
 */
final class QueueRegistry {
  private static final List<String> KEY = List.of("selaras:q:names");
  private static final long FRESH_NANOS = Duration.ofSeconds(30).toNanos();

  private final RedisStore store;
  private final int max;
  private final Map<String, Long> registeredAt = new ConcurrentHashMap<>();

  QueueRegistry(RedisStore store, int max) {
    this.store = store;
    this.max = max;
  }

  /** False when this would be one queue too many. */
  boolean register(String queue) {
    if (hasLately(queue)) {
      return true;
    }
    Object known =
        Attempts.run(store, Scripts.REGISTER, KEY, List.of(queue, Integer.toString(max)));
    if (!known.equals(1L)) {
      return false;
    }
    if (registeredAt.size() >= max) {
      registeredAt.clear();
    }
    registeredAt.put(queue, System.nanoTime());
    return true;
  }

  /** Whether this node registered the queue less than half a minute ago. */
  boolean hasLately(String queue) {
    Long last = registeredAt.get(queue);
    return last != null && System.nanoTime() - last < FRESH_NANOS;
  }

  /** The names after the given one ({@code ""}: all), in order, at most so many. */
  List<String> names(String after, int atMost) {
    String from = after.isEmpty() ? "-" : "(" + after;
    return store.call(
        redis ->
            redis.zrange(KEY.get(0), ZRangeParams.zrangeByLexParams(from, "+").limit(0, atMost)));
  }
}
