package selaras.store.redis;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPool;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisRedirectionException;
import selaras.store.StoreUnavailableException;

/**
 * The master that the sentinels name: the one that most of those who answer agree on, if that
 * server says of itself that it is a master ("Guidelines for Redis clients with support for Redis
 * Sentinel", step 3). One sentinel may be behind, or cut off with the old master; asking more than
 * one, and asking again at an interval, needs no message from them to arrive.
 */
final class SentinelServers implements Servers {
  private static final Logger LOG = Logger.getLogger(SentinelServers.class.getName());

  private record Master(HostAndPort server, ConnectionPool pool) {}

  private final RedisForm.Sentinel form;
  private final Connections connections;
  private final Lookout lookout;
  private volatile Master master;

  SentinelServers(RedisForm.Sentinel form, Connections connections, Duration refresh) {
    this.form = form;
    this.connections = connections;
    this.lookout = new Lookout("redis-sentinels", this::look, refresh);
  }

  private void look() {
    Map<HostAndPort, Integer> votes = votes();
    int most = votes.values().stream().max(Comparator.naturalOrder()).orElse(0);
    // one that fewer name is no second choice: it may be a master that was replaced
    votes.entrySet().stream()
        .filter(vote -> vote.getValue() == most)
        .map(Map.Entry::getKey)
        .filter(this::isMaster)
        .findFirst()
        .ifPresent(this::use);
  }

  /** How many sentinels name which server; no more are asked than a majority needs. */
  private Map<HostAndPort, Integer> votes() {
    Map<HostAndPort, Integer> votes = new LinkedHashMap<>();
    for (HostAndPort sentinel : form.sentinels()) {
      try (Jedis asked = connections.openSentinel(sentinel, form.login())) {
        List<String> named = asked.sentinelGetMasterAddrByName(form.master());
        if (named != null) {
          var server = new HostAndPort(named.get(0), Integer.parseInt(named.get(1)));
          if (votes.merge(server, 1, Integer::sum) > form.sentinels().size() / 2) {
            break;
          }
        }
      } catch (JedisException e) {
        LOG.log(Level.FINE, "sentinel " + sentinel + " does not answer", e);
      }
    }
    return votes;
  }

  private boolean isMaster(HostAndPort server) {
    try (Jedis asked = connections.open(server)) {
      return "master".equals(asked.role().get(0));
    } catch (JedisException e) {
      return false;
    }
  }

  private void use(HostAndPort server) {
    Master before = master;
    if (before != null && before.server().equals(server)) {
      return;
    }
    master = new Master(server, connections.pool(server));
    if (before != null) {
      LOG.info(
          "Redis's master %s is %s now, no longer %s"
              .formatted(form.master(), server, before.server()));
      before.pool().close();
    }
  }

  @Override
  public ConnectionPool poolFor(CommandArguments command) {
    Master now = firstKnown();
    if (now == null) {
      throw new StoreUnavailableException(
          "no sentinel names a master " + form.master() + " that answers", false, null);
    }
    return now.pool();
  }

  private Master firstKnown() {
    if (master == null) {
      lookout.awaitFirst(connections.timeout());
    }
    return master;
  }

  @Override
  public ConnectionPool redirected(JedisRedirectionException redirection) {
    throw Servers.notOfACluster(form.master(), redirection);
  }

  @Override
  public Map<HostAndPort, ConnectionPool> masters() {
    Master now = firstKnown();
    return now == null ? Map.of() : Map.of(now.server(), now.pool());
  }

  @Override
  public boolean isUp(Connection connection) {
    return connection.ping();
  }

  @Override
  public void suspect() {
    lookout.suspect();
  }

  @Override
  public void close() {
    lookout.close();
    Master last = master;
    if (last != null) {
      last.pool().close();
    }
  }
}
