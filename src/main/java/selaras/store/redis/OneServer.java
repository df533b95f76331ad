package selaras.store.redis;

import java.util.Map;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPool;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisRedirectionException;

/** One Redis, always the same. */
final class OneServer implements Servers {
  private final HostAndPort server;
  private final ConnectionPool pool;

  OneServer(RedisForm.Standalone form, Connections connections) {
    this.server = form.server();
    this.pool = connections.pool(server);
  }

  @Override
  public ConnectionPool poolFor(CommandArguments command) {
    return pool;
  }

  @Override
  public ConnectionPool redirected(JedisRedirectionException redirection) {
    throw Servers.notOfACluster(server.toString(), redirection);
  }

  @Override
  public Map<HostAndPort, ConnectionPool> masters() {
    return Map.of(server, pool);
  }

  @Override
  public boolean isUp(Connection connection) {
    return connection.ping();
  }

  @Override
  public void suspect() {
    // there is no other
  }

  @Override
  public void close() {
    pool.close();
  }
}
