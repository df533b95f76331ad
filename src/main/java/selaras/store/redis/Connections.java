package selaras.store.redis;

import java.time.Duration;
import redis.clients.jedis.ConnectionPool;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisProtocol;

/** Makes connections as the settings say. Thread-safe. */
final class Connections {
  private final RedisSettings settings;
  private final JedisClientConfig config;

  Connections(RedisSettings settings) {
    this.settings = settings;
    this.config = config(settings.login(), settings.timeout());
  }

  Duration timeout() {
    return settings.timeout();
  }

  JedisClientConfig config() {
    return config;
  }

  ConnectionPoolConfig poolConfig() {
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxTotal(settings.poolSize());
    pool.setMaxIdle(settings.poolSize());
    pool.setMaxWait(settings.timeout());
    pool.setJmxEnabled(false);
    return pool;
  }

  ConnectionPool pool(HostAndPort server) {
    return new ConnectionPool(server, config, poolConfig());
  }

  /** One outside of any pool. */
  Jedis open(HostAndPort server) {
    return new Jedis(server, config);
  }

  Jedis openSentinel(HostAndPort sentinel, Login login) {
    return new Jedis(sentinel, config(login, settings.timeout()));
  }

  /** One that waits for messages, and counts as lost when none comes for that long. */
  Jedis openSubscriber(HostAndPort server, Duration maxSilence) {
    return new Jedis(server, config(settings.login(), maxSilence));
  }

  private JedisClientConfig config(Login login, Duration maxSilence) {
    DefaultJedisClientConfig.Builder builder =
        DefaultJedisClientConfig.builder()
            .timeoutMillis(Math.toIntExact(settings.timeout().toMillis()))
            .blockingSocketTimeoutMillis(Math.toIntExact(maxSilence.toMillis()))
            .protocol(RedisProtocol.RESP2)
            .autoNegotiateProtocol(false)
            .user(login.user().orElse(null))
            .password(login.password().orElse(null));
    settings.tls().ifPresent(tls -> builder.sslOptions(tls.options()));
    if (settings.form() instanceof RedisForm.Standalone one) {
      builder.database(one.database());
    }
    return builder.build();
  }
}
