package selaras.boot;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import selaras.cache.CacheSettings;
import selaras.cache.redis.ChannelSettings;
import selaras.cluster.Topology;
import selaras.store.redis.RedisSettings;

/**
 * Reads each key of the configuration once, into records that refuse to exist when a value is
 * wrong. The defaults are in {@code META-INF/microprofile-config.properties}.
 */
@ApplicationScoped
public class Settings {
  private final Config config = ConfigProvider.getConfig();

  @Produces
  @Singleton
  Topology topology() {
    return Topology.parse(text("node.id"), text("cluster.nodes"));
  }

  @Produces
  @Singleton
  RedisSettings redis() {
    return new RedisSettings(
        URI.create(text("redis.uri")), millis("redis.timeout_ms"), number("redis.pool.size"));
  }

  @Produces
  @Singleton
  CacheSettings cache() {
    return new CacheSettings(
        number("cache.capacity"),
        millis("cache.copy.max_age_ms"),
        millis("cache.silence.max_ms"),
        millis("cache.fill.wait_ms"));
  }

  @Produces
  @Singleton
  ChannelSettings cacheChannels() {
    return new ChannelSettings(
        text("cache.channel"),
        text("cache.channel.shared"),
        millis("cache.beat_ms"),
        millis("cache.silence.max_ms"),
        millis("cache.backoff.max_ms"),
        millis("cache.version.memory_ms"),
        millis("cache.request.memory_ms"));
  }

  private String text(String key) {
    return config.getValue(key, String.class);
  }

  private int number(String key) {
    return config.getValue(key, Integer.class);
  }

  private Duration millis(String key) {
    return Duration.ofMillis(config.getValue(key, Long.class));
  }
}
