package selaras.store.redis;

import java.net.URI;
import java.time.Duration;

/**
 * How to reach Redis.
 *
 * @param uri {@code redis://[user:password@]host:port[/db]} or {@code rediss://...} for TLS
 * @param timeout the longest one connect, one command, or one wait for a pooled connection may take
 * @param poolSize connections at most
 */
public record RedisSettings(URI uri, Duration timeout, int poolSize) {
  public RedisSettings {
    if (!"redis".equals(uri.getScheme()) && !"rediss".equals(uri.getScheme())) {
      throw new IllegalArgumentException("redis.uri must be redis:// or rediss://: " + uri);
    }
    if (timeout.toMillis() < 1) {
      throw new IllegalArgumentException("redis.timeout_ms must be at least 1: " + timeout);
    }
    if (poolSize < 1) {
      throw new IllegalArgumentException("redis.pool.size must be at least 1: " + poolSize);
    }
  }
}
