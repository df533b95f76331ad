package selaras.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPool;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClusterInfoCache;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisMovedDataException;
import redis.clients.jedis.exceptions.JedisRedirectionException;
import selaras.store.StoreUnavailableException;

/**
 * The masters of a Redis Cluster, by the map of slots that one of its nodes has. Only a node counts
 * that finds the cluster up: one that is cut off from the others notices after its node time-out,
 * and its map is old from then on. What moved since the last look is learnt from the redirections.
 */
final class ClusterServers implements Servers {
  private static final Logger LOG = Logger.getLogger(ClusterServers.class.getName());

  private final Set<HostAndPort> configured;
  private final Connections connections;
  private final JedisClusterInfoCache slots;
  private final Lookout lookout;

  ClusterServers(RedisForm.Cluster form, Connections connections, Duration refresh) {
    this.configured = form.nodes();
    this.connections = connections;
    this.slots =
        new JedisClusterInfoCache(connections.config(), connections.poolConfig(), form.nodes());
    this.lookout = new Lookout("redis-cluster", this::look, refresh);
  }

  private void look() {
    for (HostAndPort node : knownNodes()) {
      try (Connection connection = new Connection(node, connections.config())) {
        if (isUp(connection)) {
          Set<String> before = Set.copyOf(slots.getPrimaryNodes().keySet());
          slots.renewClusterSlots(connection);
          tellChange(before, slots.getPrimaryNodes().keySet());
          return;
        }
      } catch (JedisException e) {
        LOG.log(Level.FINE, "node " + node + " of Redis Cluster does not answer", e);
      }
    }
  }

  private static void tellChange(Set<String> before, Set<String> now) {
    if (!before.isEmpty() && !before.equals(now)) {
      LOG.info("the masters of Redis Cluster are now " + String.join(", ", new TreeSet<>(now)));
    }
  }

  /** In any order, so that one that hangs does not delay every look. */
  private List<HostAndPort> knownNodes() {
    Set<HostAndPort> known = new LinkedHashSet<>(configured);
    slots.getNodes().keySet().forEach(node -> known.add(HostAndPort.from(node)));
    List<HostAndPort> shuffled = new ArrayList<>(known);
    Collections.shuffle(shuffled);
    return shuffled;
  }

  @Override
  public ConnectionPool poolFor(CommandArguments command) {
    ConnectionPool pool = known(command);
    if (pool == null) {
      lookout.awaitFirst(connections.timeout());
      pool = known(command);
    }
    if (pool == null) {
      throw new StoreUnavailableException("no node of Redis Cluster finds it up", false, null);
    }
    return pool;
  }

  private ConnectionPool known(CommandArguments command) {
    Set<Integer> wanted = command.getKeyHashSlots();
    if (!wanted.isEmpty()) {
      return slots.getSlotPool(wanted.iterator().next());
    }
    List<ConnectionPool> masters = List.copyOf(slots.getPrimaryNodes().values());
    return masters.isEmpty()
        ? null
        : masters.get(ThreadLocalRandom.current().nextInt(masters.size()));
  }

  @Override
  public ConnectionPool redirected(JedisRedirectionException redirection) {
    if (redirection instanceof JedisMovedDataException) {
      slots.assignSlotToNode(redirection.getSlot(), redirection.getTargetNode());
      lookout.suspect();
    }
    return slots.setupNodeIfNotExist(redirection.getTargetNode());
  }

  @Override
  public Map<HostAndPort, ConnectionPool> masters() {
    if (slots.getPrimaryNodes().isEmpty()) {
      lookout.awaitFirst(connections.timeout());
    }
    return slots.getPrimaryNodes().entrySet().stream()
        .collect(Collectors.toMap(node -> HostAndPort.from(node.getKey()), Map.Entry::getValue));
  }

  @Override
  public boolean isUp(Connection connection) {
    var info = new CommandArguments(Protocol.Command.CLUSTER).add("INFO");
    byte[] reply = (byte[]) connection.executeCommand(info);
    return new String(reply, UTF_8).contains("cluster_state:ok");
  }

  @Override
  public void suspect() {
    lookout.suspect();
  }

  @Override
  public void close() {
    lookout.close();
    slots.close();
  }
}
