package selaras.store.redis;

import java.time.Duration;
import java.util.function.Function;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPool;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisRedirectionException;
import redis.clients.jedis.executors.CommandExecutor;
import redis.clients.jedis.providers.ConnectionProvider;
import selaras.store.StoreUnavailableException;

/**
 * Takes each command to the server that has its keys, and after it where that one sends it on to.
 *
 * <p>Thread-safe. A server is asked once: for a connection from its pool, to connect and for the
 * answer, each within the time-out. One that sends the command on has not carried it out; this is
 * followed {@value #REDIRECTIONS} times at most and only within the first time-out, so that a call
 * takes four time-outs at worst. Jedis's own executor for clusters tries again after a failure and
 * looks for the new servers on the caller's thread, with no such bound.
 */
final class Routing implements CommandExecutor, ConnectionProvider {
  private static final int REDIRECTIONS = 4;

  private final Servers servers;
  private final Contact contact = new Contact();
  private final Duration timeout;
  private final int waitReplicas;

  Routing(Servers servers, RedisSettings settings) {
    this.servers = servers;
    this.timeout = settings.timeout();
    this.waitReplicas = settings.waitReplicas();
  }

  @Override
  public <T> T executeCommand(CommandObject<T> command) {
    long start = System.nanoTime();
    ConnectionPool pool = servers.poolFor(command.getArguments());
    boolean asking = false;
    for (int redirections = 0; ; redirections++) {
      try {
        return execute(pool, asking, command);
      } catch (JedisRedirectionException e) {
        pool = servers.redirected(e);
        asking = e instanceof JedisAskDataException;
        if (redirections == REDIRECTIONS || System.nanoTime() - start > timeout.toNanos()) {
          throw e;
        }
      }
    }
  }

  /** Runs a command at this very server. */
  Object at(ConnectionPool server, CommandArguments command) {
    return on(server, connection -> connection.executeCommand(command));
  }

  boolean isUp(ConnectionPool server) {
    return on(server, servers::isUp);
  }

  private <T> T execute(ConnectionPool pool, boolean asking, CommandObject<T> command) {
    return on(
        pool,
        connection -> {
          if (asking) {
            connection.executeCommand(Command.ASKING);
          }
          T reply = connection.executeCommand(command);
          if (waitReplicas > 0 && isScript(command.getArguments().getCommand())) {
            awaitReplicas(connection);
          }
          return reply;
        });
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

  private static boolean isScript(ProtocolCommand command) {
    return command == Command.EVALSHA || command == Command.EVAL;
  }

  /**
   * Waits until enough replicas have all that the master had done by now; so an answer that is only
   * remembered, whose change was made by an earlier call, is waited for as well.
   */
  private void awaitReplicas(Connection connection) {
    long millis = Math.max(1, timeout.toMillis() * 3 / 4);
    var wait = new CommandArguments(Command.WAIT).add(waitReplicas).add(millis);
    long have = (Long) connection.executeCommand(wait);
    if (have < waitReplicas) {
      throw new StoreUnavailableException(
          "%d of %d replicas have it".formatted(have, waitReplicas), true, null);
    }
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
