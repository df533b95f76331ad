package selaras.boot;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import selaras.cluster.Topology;
import selaras.consensus.GroupCommitSettings;
import selaras.consensus.ratis.RatisSettings;
import selaras.lock.LockLimits;
import selaras.lock.LockSettings;
import selaras.store.redis.RedisSettings;

/**
 * Reads each key of the configuration once, into records that refuse to exist when a value is
 * wrong. The defaults are in {@code META-INF/microprofile-config.properties}.
 */
@ApplicationScoped
public class Settings {
  private static final String DEFAULTS = "/META-INF/microprofile-config.properties";
  private final Config config = ConfigProvider.getConfig();
  private final Properties defaults = defaults();

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
  RatisSettings raft() {
    return new RatisSettings(
        Path.of(text("raft.dir")).toAbsolutePath(),
        config.getOptionalValue("raft.bind.host", String.class).orElse(""),
        millis("raft.election.min_ms"),
        millis("raft.election.max_ms"),
        number("raft.snapshot.entries"),
        millis("raft.read.timeout_ms"));
  }

  @Produces
  @Singleton
  GroupCommitSettings groupCommit() {
    return new GroupCommitSettings(
        millis("raft.command.timeout_ms"),
        millis("raft.attempt.timeout_ms"),
        number("raft.batch.max_commands"),
        number("raft.batch.max_bytes"),
        number("raft.queue.max_commands"));
  }

  @Produces
  @Singleton
  LockSettings locks() {
    return new LockSettings(
        millis("lock.lease.default_ms"),
        millis("lock.lease.max_ms"),
        millis("lock.wait.max_ms"),
        millis("lock.lease.grace_ms"),
        new LockLimits(
            number("lock.max_locks"),
            number("lock.max_waiters"),
            number("lock.requests.max"),
            number("lock.requests.remember_ms")));
  }

  /*
   * A health probe that comes while the WAR is being deployed creates the first beans, on a thread
   * for which the server knows no application yet; the configuration it gets there lacks the file
   * of defaults, and the deployment failed. So the file is read here as well.
   */
  private static Properties defaults() {
    Properties properties = new Properties();
    try (var file = Settings.class.getResourceAsStream(DEFAULTS)) {
      properties.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties;
  }

  private String text(String key) {
    return config.getOptionalValue(key, String.class).orElseGet(() -> defaults.getProperty(key));
  }

  private int number(String key) {
    return Integer.parseInt(text(key));
  }

  private Duration millis(String key) {
    return Duration.ofMillis(Long.parseLong(text(key)));
  }
}
