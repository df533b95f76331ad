package selaras.store.redis;

import java.util.Map;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPool;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisRedirectionException;
import selaras.store.StoreUnavailableException;

/**
 * The servers of Redis that are in charge, and which of them is to be asked for what.
 *
 * <p>Thread-safe. Nothing here asks Redis on the thread of a caller, who waits for the configured
 * time-out at most, and only while the very first look at the servers is under way.
 */
interface Servers extends AutoCloseable {
  static Servers of(RedisSettings settings, Connections connections) {
    return switch (settings.form()) {
      case RedisForm.Standalone one -> new OneServer(one, connections);
      case RedisForm.Sentinel watched ->
          new SentinelServers(watched, connections, settings.refresh());
      case RedisForm.Cluster cluster ->
          new ClusterServers(cluster, connections, settings.refresh());
    };
  }

  /** One server, or one master, has all keys and so sends no command on. */
  static StoreUnavailableException notOfACluster(String server, JedisRedirectionException cause) {
    return new StoreUnavailableException(
        server + " is a node of a Redis Cluster; that needs redis.cluster.nodes", false, cause);
  }

  /**
   * The server of the command's keys; any master for a command without keys.
   *
   * @throws StoreUnavailableException while none is known
   */
  ConnectionPool poolFor(CommandArguments command);

  /** The server that another one says is to be asked. */
  ConnectionPool redirected(JedisRedirectionException redirection);

  /** Those in charge, as far as known; each has part of the keys. */
  Map<HostAndPort, ConnectionPool> masters();

  /** Whether the server at the other end would do its work. */
  boolean isUp(Connection connection);

  /** Something failed: it is time to look again who is in charge. Does not wait. */
  void suspect();

  @Override
  void close();
}
