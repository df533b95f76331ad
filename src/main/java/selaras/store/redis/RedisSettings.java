package selaras.store.redis;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import redis.clients.jedis.util.JedisURIHelper;
import selaras.limits.Bound;

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
    Bound.atLeast("redis.timeout_ms", 1, timeout);
    Bound.atLeast("redis.pool.size", 1, poolSize);
    Bound.atLeast("redis.refresh_ms", 1, refresh);
    Bound.atLeast("redis.wait_replicas", 0, waitReplicas);
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
}
