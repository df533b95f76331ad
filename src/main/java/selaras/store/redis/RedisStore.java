package selaras.store.redis;

import java.net.ConnectException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.function.Supplier;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.util.JedisURIHelper;
import selaras.store.PoolView;
import selaras.store.Store;
import selaras.store.StoreUnavailableException;

/**
 * The one pooled client of Redis and the one place where its failures become {@link
 * StoreUnavailableException}.
 *
 * <p>Thread-safe. Every call is bounded by the configured time-out: once for a connection from the
 * pool, once to connect, once for the answer. Connections are made on demand, so a Redis that is
 * down at start-up delays nothing, and one that comes back is used by the next call.
 */
public final class RedisStore implements Store, AutoCloseable {
  private final RedisSettings settings;
  private final RedisClient jedis;
  private final Contact contact = new Contact();

  public RedisStore(RedisSettings settings) {
    this.settings = settings;
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxTotal(settings.poolSize());
    pool.setMaxIdle(settings.poolSize());
    pool.setMaxWait(settings.timeout());
    pool.setJmxEnabled(false);
    int timeoutMillis = Math.toIntExact(settings.timeout().toMillis());
    this.jedis =
        RedisClient.builder()
            .hostAndPort(JedisURIHelper.getHostAndPort(settings.uri()))
            .clientConfig(
                DefaultJedisClientConfig.builder(settings.uri())
                    .timeoutMillis(timeoutMillis)
                    .protocol(RedisProtocol.RESP2)
                    .autoNegotiateProtocol(false)
                    .build())
            .poolConfig(pool)
            .build();
  }

  /**
   * Runs a script by its digest, sending the text only when Redis does not have it yet.
   *
   * @return what the script returned: {@code Long}, {@code String}, {@code List} or null
   */
  public Object run(LuaScript script, List<String> keys, List<String> args) {
    return call(
        client -> {
          try {
            return client.evalsha(script.digest(), keys, args);
          } catch (JedisNoScriptException notLoadedYet) {
            return client.eval(script.source(), keys, args);
          }
        });
  }

  /** Runs any other commands with the same guarantees. */
  public <T> T call(Function<UnifiedJedis, T> commands) {
    return translating(() -> commands.apply(jedis));
  }

  private <T> T translating(Supplier<T> commands) {
    try {
      T answer = commands.get();
      contact.answered();
      return answer;
    } catch (JedisConnectionException e) {
      contact.failed(e.getMessage());
      // the other idle connections are as old and most likely as dead; the next call gets a new one
      jedis.getPool().clear();
      throw new StoreUnavailableException("Redis does not answer", !refused(e), e);
    } catch (JedisDataException e) {
      if (isPassing(e)) {
        throw new StoreUnavailableException("Redis refuses for now: " + e.getMessage(), false, e);
      }
      throw e;
    } catch (JedisException e) {
      throw new StoreUnavailableException("no connection to Redis is free", false, e);
    }
  }

  /**
   * Subscribes the calling thread on a connection of its own; returns when the subscriber
   * unsubscribed, throws when the connection is lost, which it counts as when nothing arrives on it
   * for the given time.
   */
  public void subscribe(JedisPubSub subscriber, Duration maxSilence, String... channels) {
    JedisClientConfig config =
        DefaultJedisClientConfig.builder(settings.uri())
            .timeoutMillis(Math.toIntExact(settings.timeout().toMillis()))
            .blockingSocketTimeoutMillis(Math.toIntExact(maxSilence.toMillis()))
            .protocol(RedisProtocol.RESP2)
            .autoNegotiateProtocol(false)
            .build();
    translating(
        () -> {
          try (Jedis own = new Jedis(JedisURIHelper.getHostAndPort(settings.uri()), config)) {
            own.subscribe(subscriber, channels);
          }
          return null;
        });
  }

  @Override
  public boolean isReachable() {
    try {
      return "PONG".equals(call(UnifiedJedis::ping));
    } catch (StoreUnavailableException e) {
      return false;
    }
  }

  @Override
  public PoolView pool() {
    var pool = jedis.getPool();
    return new PoolView(
        pool.getNumActive(),
        pool.getNumIdle(),
        pool.getNumWaiters(),
        settings.poolSize(),
        contact.failures());
  }

  @Override
  public void close() {
    jedis.close();
  }

  /** Replies with which a loading, failing-over or full Redis says: later. */
  private static boolean isPassing(JedisDataException e) {
    String message = String.valueOf(e.getMessage());
    return message.startsWith("LOADING")
        || message.startsWith("READONLY")
        || message.startsWith("MASTERDOWN")
        || message.startsWith("OOM")
        || message.startsWith("MISCONF")
        || message.startsWith("NOREPLICAS")
        || message.startsWith("ERR max number of clients")
        || message.startsWith("BUSY");
  }

  /** Jedis tries each address of a host and reports their failures as suppressed ones. */
  private static boolean refused(Throwable e) {
    return e != null
        && (e instanceof ConnectException
            || e instanceof NoSuchElementException
            || refused(e.getCause())
            || Arrays.stream(e.getSuppressed()).anyMatch(RedisStore::refused));
  }
}
