package selaras.store.redis;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.ConnectionPool;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.exceptions.JedisRedirectionException;
import selaras.answers.Pending;
import selaras.store.PoolView;
import selaras.store.Store;
import selaras.store.StoreUnavailableException;

/**
 * The one client of Redis, in whatever form it is run. What may pass of its failures is {@link
 * StoreUnavailableException}.
 *
 * <p>Thread-safe. Every call is bounded by the configured time-out: once for a connection from the
 * pool, once to connect, once for the answer; see {@link Routing} for the redirections of a
 * cluster. With {@code redis.wait_replicas} there is one more for the replicas. A server that does
 * not answer fails the calls for it, at once when it refuses connections; who takes its place is
 * found out beside them and used by the next one. Connections are made on demand, so a Redis that
 * is down at start-up delays nothing, and one that comes back is used by the next call.
 */
public final class RedisStore implements Store, AutoCloseable {
  private final RedisSettings settings;
  private final Connections connections;
  private final Servers servers;
  private final Routing routing;
  private final Failures failures;
  private final UnifiedJedis jedis;

  /**
   * @param answers where the results are told of calls that were {@linkplain #begin begun}
   */
  public RedisStore(RedisSettings settings, Executor answers) {
    this.settings = settings;
    this.connections = new Connections(settings);
    this.servers = Servers.of(settings, connections);
    this.routing = new Routing(servers, settings, answers);
    this.failures = new Failures(servers::suspect);
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
    List<CompletableFuture<Object>> replies = begun(calls.stream().map(script::command).toList());
    return IntStream.range(0, calls.size())
        .mapToObj(
            i ->
                replies
                    .get(i)
                    .exceptionallyCompose(failure -> afterFailure(failure, script, calls.get(i))))
        .toList();
  }

  /**
   * As above for one call. The thread of a {@linkplain ScriptCall#isLarge large} one waits for it.
   */
  public CompletableFuture<Object> begin(LuaScript script, ScriptCall call) {
    return call.isLarge() ? ended(script, call) : begin(script, List.of(call)).get(0);
  }

  /** As above, in one script with the calls of others at the same place. */
  public CompletableFuture<Object> begin(LuaScript script, SharedCall call) {
    return call.isLarge()
        ? ended(script, call.alone()).thenApply(RedisStore::only)
        : Pending.begun(() -> routing.begin(script, call))
            .exceptionallyCompose(
                failure -> afterFailure(failure, script, call.alone()).thenApply(RedisStore::only));
  }

  private static Object only(Object replies) {
    return ((List<?>) replies).get(0);
  }

  private CompletableFuture<Object> ended(LuaScript script, ScriptCall call) {
    return Pending.begun(
        () -> CompletableFuture.completedFuture(run(script, call.keys(), call.args())));
  }

  private List<CompletableFuture<Object>> begun(List<CommandArguments> commands) {
    try {
      return routing.begin(commands);
    } catch (RuntimeException e) { // nobody is in charge
      return Collections.nCopies(commands.size(), CompletableFuture.failedFuture(e));
    }
  }

  private CompletableFuture<Object> afterFailure(
      Throwable failure, LuaScript script, ScriptCall call) {
    return switch (Pending.causeOf(failure)) {
      case JedisNoScriptException notLoadedYet ->
          begun(List.of(script.textCommand(call)))
              .get(0)
              .exceptionallyCompose(second -> afterFailure(second, script, call));
      case JedisRedirectionException elsewhere -> ended(script, call);
      case Throwable cause -> CompletableFuture.failedFuture(failures.translated(cause));
    };
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
    return failures.translating(() -> commands.apply(jedis));
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
        failures.translating(() -> routing.at(master, publish));
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
    failures.translating(
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
      return failures.translating(() -> routing.isUp(master));
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
}
