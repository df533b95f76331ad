package selaras.store.redis;

import java.net.ConnectException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import javax.net.ssl.SSLHandshakeException;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.ConnectionPool;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.exceptions.JedisRedirectionException;
import selaras.store.Pending;
import selaras.store.PoolView;
import selaras.store.Store;
import selaras.store.StoreUnavailableException;

/**
 * The one client of Redis, in whatever form it is run, and the one place where its failures become
 * {@link StoreUnavailableException}.
 *
 * <p>Thread-safe. Every call is bounded by the configured time-out: once for a connection from the
 * pool, once to connect, once for the answer; see {@link Routing} for the redirections of a
 * cluster. With {@code redis.wait_replicas} there is one more for the replicas. A server that does
 * not answer fails the calls for it, at once when it refuses connections; who takes its place is
 * found out beside them and used by the next one. Connections are made on demand, so a Redis that
 * is down at start-up delays nothing, and one that comes back is used by the next call.
 */
public final class RedisStore implements Store, AutoCloseable {
  /** How the replies begin of a Redis that is loading, failing over, moving slots, or full. */
  private static final List<String> PASSING =
      List.of(
          "LOADING",
          "READONLY",
          "MASTERDOWN",
          "CLUSTERDOWN",
          "TRYAGAIN",
          "OOM",
          "MISCONF",
          "NOREPLICAS",
          "ERR max number of clients",
          "BUSY");

  private final RedisSettings settings;
  private final Connections connections;
  private final Servers servers;
  private final Routing routing;
  private final UnifiedJedis jedis;

  /**
   * @param answers where the results are told of calls that were {@linkplain #begin begun}
   */
  public RedisStore(RedisSettings settings, Executor answers) {
    this.settings = settings;
    this.connections = new Connections(settings);
    this.servers = Servers.of(settings, connections);
    this.routing = new Routing(servers, settings, answers);
    this.jedis =
        RedisClient.builder()
            .clientConfig(connections.config())
            .connectionProvider(routing)
            .commandExecutor(routing)
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

  /**
   * As {@link #run} for each of these calls, which go together, for a caller who does not wait
   * until others have had their turn: the results are there already if Redis was free, and else
   * come on the threads for answers. Every failure is one of the futures.
   */
  public List<CompletableFuture<Object>> begin(LuaScript script, List<ScriptCall> calls) {
    List<CompletableFuture<Object>> replies = begun(script, calls);
    return IntStream.range(0, calls.size())
        .mapToObj(
            i ->
                replies
                    .get(i)
                    .exceptionally(failure -> afterFailure(failure, script, calls.get(i))))
        .toList();
  }

  /** As above for one call. */
  public CompletableFuture<Object> begin(LuaScript script, ScriptCall call) {
    return begin(script, List.of(call)).get(0);
  }

  private List<CompletableFuture<Object>> begun(LuaScript script, List<ScriptCall> calls) {
    try {
      return routing.begin(script, calls);
    } catch (RuntimeException e) { // nobody is in charge
      return Collections.nCopies(calls.size(), CompletableFuture.failedFuture(e));
    }
  }

  /**
   * As above for one call, which goes in one script with those of others at the same place. A large
   * one goes alone and its thread waits for it: what waits without a thread takes little memory.
   */
  public CompletableFuture<Object> begin(LuaScript script, SharedCall call) {
    return Pending.begun(
        () ->
            call.isLarge()
                ? CompletableFuture.completedFuture(alone(script, call))
                : routing
                    .begin(script, call)
                    .exceptionally(failure -> only(afterFailure(failure, script, call.alone()))));
  }

  private Object alone(LuaScript script, SharedCall call) {
    ScriptCall alone = call.alone();
    return only(run(script, alone.keys(), alone.args()));
  }

  private static Object only(Object replies) {
    return ((List<?>) replies).get(0);
  }

  private Object afterFailure(Throwable failure, LuaScript script, ScriptCall call) {
    Throwable cause = Pending.causeOf(failure);
    return cause instanceof JedisNoScriptException || cause instanceof JedisRedirectionException
        ? run(script, call.keys(), call.args())
        : translating(() -> rethrow(cause));
  }

  private static Object rethrow(Throwable failure) {
    switch (failure) {
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new JedisException("no connection was free", failure);
    }
  }

  /**
   * Runs a script without arguments on each of these sets of keys, together.
   *
   * @return what each returned, in their order
   */
  public List<Object> runOnEach(LuaScript script, List<List<String>> keys) {
    return begin(script, keys.stream().map(its -> new ScriptCall(its, List.of())).toList()).stream()
        .map(Pending::await)
        .toList();
  }

  /** Runs any other commands with the same guarantees. */
  public <T> T call(Function<UnifiedJedis, T> commands) {
    return translating(() -> commands.apply(jedis));
  }

  /**
   * Publishes on a channel by way of each server from which messages can come, one after the other:
   * a subscriber who has heard them all has heard everything that was published before.
   *
   * @param message given how many there will be
   */
  public void publishByEach(String channel, IntFunction<String> message) {
    Map<HostAndPort, ConnectionPool> masters = servers.masters();
    var publish =
        new CommandArguments(Command.PUBLISH).add(channel).add(message.apply(masters.size()));
    StoreUnavailableException failure = null;
    for (ConnectionPool master : masters.values()) {
      try {
        translating(() -> routing.at(master, publish));
      } catch (StoreUnavailableException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /**
   * Subscribes the calling thread on a connection of its own, to any of the masters; returns when
   * the subscriber unsubscribed, throws when the connection is lost, which it counts as when
   * nothing arrives on it for the given time.
   */
  public void subscribe(JedisPubSub subscriber, Duration maxSilence, String... channels) {
    translating(
        () -> {
          try (Jedis own = connections.openSubscriber(anyMaster(), maxSilence)) {
            own.subscribe(subscriber, channels);
          }
          return null;
        });
  }

  private HostAndPort anyMaster() {
    List<HostAndPort> masters = List.copyOf(servers.masters().keySet());
    if (masters.isEmpty()) {
      throw new StoreUnavailableException("no Redis in charge is known", false, null);
    }
    return masters.get(ThreadLocalRandom.current().nextInt(masters.size()));
  }

  /** Whether the keys are spread over several slots, so that no script has keys of two of them. */
  public boolean isPartitioned() {
    return settings.form() instanceof RedisForm.Cluster;
  }

  /** Whether one of the masters finds that Redis would work; a cluster knows that as a whole. */
  @Override
  public boolean isReachable() {
    long start = System.nanoTime();
    return servers.masters().values().stream()
        .takeWhile(next -> System.nanoTime() - start < settings.timeout().toNanos())
        .anyMatch(this::isUp);
  }

  private boolean isUp(ConnectionPool master) {
    try {
      return translating(() -> routing.isUp(master));
    } catch (StoreUnavailableException e) {
      return false;
    }
  }

  @Override
  public Setup setup() {
    List<String> masters =
        servers.masters().keySet().stream().map(HostAndPort::toString).sorted().toList();
    return new Setup(settings.form().word(), masters);
  }

  /** Of all servers together. */
  @Override
  public PoolView pool() {
    Collection<ConnectionPool> pools = servers.masters().values();
    return new PoolView(
        pools.stream().mapToInt(ConnectionPool::getNumActive).sum(),
        pools.stream().mapToInt(ConnectionPool::getNumIdle).sum(),
        pools.stream().mapToInt(ConnectionPool::getNumWaiters).sum() + routing.waiting(),
        settings.poolSize() * pools.size(),
        routing.failures());
  }

  @Override
  public void close() {
    jedis.close();
  }

  private <T> T translating(Supplier<T> commands) {
    try {
      return commands.get();
    } catch (JedisConnectionException e) {
      servers.suspect();
      throw new StoreUnavailableException("Redis does not answer", !refused(e), e);
    } catch (JedisAccessControlException e) {
      throw new StoreUnavailableException(
          "Redis does not let this node in: " + e.getMessage(), false, e);
    } catch (JedisDataException e) {
      if (isPassing(e)) {
        servers.suspect();
        throw new StoreUnavailableException("Redis refuses for now: " + e.getMessage(), false, e);
      }
      throw e;
    } catch (JedisException e) {
      throw new StoreUnavailableException("no connection to Redis is free", false, e);
    }
  }

  /** Whether the reply says: later. */
  private static boolean isPassing(JedisDataException e) {
    String message = String.valueOf(e.getMessage());
    return e instanceof JedisRedirectionException || PASSING.stream().anyMatch(message::startsWith);
  }

  /** Jedis tries each address of a host and reports their failures as suppressed ones. */
  private static boolean refused(Throwable e) {
    return e != null
        && (e instanceof ConnectException
            || e instanceof SSLHandshakeException
            || e instanceof NoSuchElementException
            || refused(e.getCause())
            || Arrays.stream(e.getSuppressed()).anyMatch(RedisStore::refused));
  }
}
