package selaras.store.redis;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import redis.clients.jedis.util.JedisURIHelper;

/**
 * How to reach Redis. Secrets do not show in the text form.
 *
 * @param form where it is
 * @param login who this client is
 * @param tls empty: connections are plain
 * @param timeout the longest one connect, one answer, or one wait for a pooled connection may take
 * @param poolSize connections to one server at most
 * @param refresh between two looks at which servers are in charge
 * @param waitReplicas how many replicas must have a change before it counts as made
 */
public record RedisSettings(
    RedisForm form,
    Login login,
    Optional<Tls> tls,
    Duration timeout,
    int poolSize,
    Duration refresh,
    int waitReplicas) {
  public RedisSettings {
    requirePositive("redis.timeout_ms", timeout.toMillis());
    requirePositive("redis.pool.size", poolSize);
    requirePositive("redis.refresh_ms", refresh.toMillis());
    if (waitReplicas < 0) {
      throw new IllegalArgumentException("redis.wait_replicas must be at least 0: " + waitReplicas);
    }
  }

  /** One server that wants no more than its address. */
  public RedisSettings(URI uri, Duration timeout, int poolSize) {
    this(
        new RedisForm.Standalone(JedisURIHelper.getHostAndPort(uri), 0),
        Login.NONE,
        Optional.empty(),
        timeout,
        poolSize,
        Duration.ofSeconds(1),
        0);
  }

  private static void requirePositive(String key, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(key + " must be at least 1: " + value);
    }
  }
}
