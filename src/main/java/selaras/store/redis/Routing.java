package selaras.store.redis;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import redis.clients.jedis.Builder;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPool;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisRedirectionException;
import redis.clients.jedis.executors.CommandExecutor;
import redis.clients.jedis.providers.ConnectionProvider;
import selaras.store.StoreUnavailableException;
import selaras.store.redis.RoundTrip.Alone;
import selaras.store.redis.RoundTrip.Sending;
import selaras.store.redis.RoundTrip.Shared;

/**
 * Takes each command to the server that has its keys, and after it where that one sends it on to.
 *
 * <p>Commands that come while all connections to their server are busy go together on the next one
 * that is free, in one round trip: on a loaded node most of a command's cost is its way. One of the
 * connections is left for looks at the server's health, and for commands that go to one server.
 *
 * <p>Thread-safe. A server is asked once: for a connection that is free, to connect and for the
 * answer, each within the time-out. One that sends the command on has not carried it out; this is
 * followed {@value #REDIRECTIONS} times at most and only within the first time-out, so that a call
 * takes four time-outs at worst. Jedis's own executor for clusters tries again after a failure and
 * looks for the new servers on the caller's thread, with no such bound.
 */
final class Routing implements CommandExecutor, ConnectionProvider {
  private static final int REDIRECTIONS = 4;
  private static final int BATCH_MAX = 64;

  private final Servers servers;
  private final Contact contact = new Contact();
  private final Duration timeout;
  private final int waitReplicas;
  private final int atOnce;
  private final Executor answers;
  private final Map<ConnectionPool, Combiner<Sending, Object>> combiners =
      new ConcurrentHashMap<>();

  /**
   * @param answers where replies are told to those who do not wait for them
   */
  Routing(Servers servers, RedisSettings settings, Executor answers) {
    this.servers = servers;
    this.answers = answers;
    this.timeout = settings.timeout();
    this.waitReplicas = settings.waitReplicas();
    this.atOnce = Math.max(1, settings.poolSize() - 1);
  }

  @Override
  public <T> T executeCommand(CommandObject<T> command) {
    long start = System.nanoTime();
    ConnectionPool pool = servers.poolFor(command.getArguments());
    boolean asking = false;
    for (int redirections = 0; ; redirections++) {
      try {
        return asking ? ask(pool, command) : together(pool, command);
      } catch (JedisRedirectionException e) {
        pool = servers.redirected(e);
        asking = e instanceof JedisAskDataException;
        if (redirections == REDIRECTIONS || System.nanoTime() - start > timeout.toNanos()) {
          throw e;
        }
      }
    }
  }

  /**
   * Begins commands that have nothing to do with each other, without waiting for what others do:
   * done already when a connection was free. None is sent on to another server; the redirection is
   * its failure.
   */
  List<CompletableFuture<Object>> begin(List<CommandArguments> commands) {
    List<Sending> all = commands.stream().<Sending>map(Alone::new).toList();
    Map<Integer, CompletableFuture<Object>> results = new TreeMap<>();
    IntStream.range(0, all.size())
        .boxed()
        .collect(Collectors.groupingBy(i -> servers.poolFor(all.get(i).address())))
        .forEach(
            (pool, places) -> {
              var replies = begin(pool, places.stream().map(all::get).toList()).iterator();
              places.forEach(place -> results.put(place, replies.next()));
            });
    return List.copyOf(results.values());
  }

  /** As above for one call of a script, together with those of others at the same place. */
  CompletableFuture<Object> begin(LuaScript script, SharedCall call) {
    Sending sending = new Shared(script, call);
    return begin(servers.poolFor(sending.address()), List.of(sending)).get(0);
  }

  private List<CompletableFuture<Object>> begin(ConnectionPool pool, List<Sending> all) {
    return combinerOf(pool).begin(all, timeout).stream()
        .map(it -> it.thenApply(reply -> reply(BuilderFactory.AGGRESSIVE_ENCODED_OBJECT, reply)))
        .toList();
  }

  /** Runs a command at this very server. */
  Object at(ConnectionPool server, CommandArguments command) {
    return on(server, connection -> connection.executeCommand(command));
  }

  boolean isUp(ConnectionPool server) {
    return on(server, servers::isUp);
  }

  /** With the commands of other threads that are for the same server. */
  private <T> T together(ConnectionPool pool, CommandObject<T> command) {
    try {
      Object reply = combinerOf(pool).run(new Alone(command.getArguments()), timeout);
      return reply(command.getBuilder(), reply);
    } catch (TimeoutException e) {
      throw new JedisException("no connection was free", e);
    }
  }

  private Combiner<Sending, Object> combinerOf(ConnectionPool pool) {
    Combiner<Sending, Object> known = combiners.get(pool);
    if (known != null) {
      return known;
    }
    combiners.keySet().retainAll(servers.masters().values()); // servers come and go, though rarely
    return combiners.computeIfAbsent(pool, this::newCombiner);
  }

  private Combiner<Sending, Object> newCombiner(ConnectionPool pool) {
    return new Combiner<>(
        atOnce,
        BATCH_MAX,
        all -> on(pool, connection -> RoundTrip.make(all, its -> pipelined(connection, its))),
        answers);
  }

  /** What Redis replies to each, of which an error reply is one. */
  private List<Object> pipelined(Connection connection, List<CommandArguments> commands) {
    commands.forEach(connection::sendCommand);
    List<Object> replies = connection.getMany(commands.size());
    awaitReplicas(connection, commands);
    return replies;
  }

  private <T> T ask(ConnectionPool pool, CommandObject<T> command) {
    return on(
        pool,
        connection -> {
          connection.executeCommand(Command.ASKING);
          T reply = connection.executeCommand(command);
          awaitReplicas(connection, List.of(command.getArguments()));
          return reply;
        });
  }

  private static <T> T reply(Builder<T> builder, Object reply) {
    if (reply instanceof JedisDataException error) {
      throw error;
    }
    return builder.build(reply);
  }

  private <T> T on(ConnectionPool pool, Function<Connection, T> commands) {
    try (Connection connection = pool.getResource()) {
      T answer = commands.apply(connection);
      contact.answered(pool);
      return answer;
    } catch (JedisConnectionException e) {
      contact.failed(pool, servers.masters(), e.getMessage());
      // the other idle connections are as old and most likely as dead; the next call gets a new one
      pool.clear();
      throw e;
    }
  }

  /**
   * After scripts, waits until enough replicas have all that the master had done by now; so an
   * answer that is only remembered, whose change was made by an earlier call, is waited for as
   * well.
   */
  private void awaitReplicas(Connection connection, List<CommandArguments> commands) {
    if (waitReplicas == 0 || commands.stream().noneMatch(Routing::isScript)) {
      return;
    }
    long millis = Math.max(1, timeout.toMillis() * 3 / 4);
    var wait = new CommandArguments(Command.WAIT).add(waitReplicas).add(millis);
    long have = (Long) connection.executeCommand(wait);
    if (have < waitReplicas) {
      throw new StoreUnavailableException(
          "%d of %d replicas have it".formatted(have, waitReplicas), true, null);
    }
  }

  private static boolean isScript(CommandArguments command) {
    return command.getCommand() == Command.EVALSHA || command.getCommand() == Command.EVAL;
  }

  /** Calls that wait until they are sent. */
  int waiting() {
    return combiners.values().stream().mapToInt(Combiner::waiting).sum();
  }

  /** Calls that a server did not answer, so far. */
  long failures() {
    return contact.failures();
  }

  @Override
  public Connection getConnection() {
    return getConnection(new CommandArguments(Command.PING));
  }

  @Override
  public Connection getConnection(CommandArguments command) {
    return servers.poolFor(command).getResource();
  }

  @Override
  public void close() {
    servers.close();
  }
}
