package selaras.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * A real Redis Cluster: three masters with a third of the slots each, and a replica of the first,
 * all with one password. A node counts as failed after a second.
 */
public final class RedisCluster implements AutoCloseable {
  public static final String PASSWORD = "open sesame";
  private static final int MASTERS = 3;
  private static final int SLOTS = 16_384;

  private final int busPorts = Ports.free(MASTERS + 1);
  private final List<RealRedis> servers =
      IntStream.rangeClosed(0, MASTERS).mapToObj(this::started).toList();

  public RedisCluster() {
    for (int i = 0; i <= MASTERS; i++) {
      int number = i;
      at(i, redis -> redis.sendCommand(Command.CLUSTER, "SET-CONFIG-EPOCH", "" + (number + 1)));
      at(0, redis -> redis.sendCommand(Command.CLUSTER, meet(number)));
    }
    for (int i = 0; i < MASTERS; i++) {
      int first = i * SLOTS / MASTERS;
      int last = (i + 1) * SLOTS / MASTERS - 1;
      at(i, redis -> redis.clusterAddSlotsRange(first, last));
    }
    Eventually.holds("all nodes are of one cluster", this::isUp);
    String first = at(0, Jedis::clusterMyId);
    Eventually.holds("a replica", () -> at(MASTERS, r -> r.clusterReplicate(first)).equals("OK"));
    Eventually.holds("it is in step", () -> at(0, r -> r.waitReplicas(1, 100)) == 1);
  }

  private RealRedis started(int number) {
    List<String> options = new ArrayList<>();
    options.addAll(List.of("--cluster-enabled", "yes", "--cluster-node-timeout", "1000"));
    options.addAll(List.of("--cluster-port", Integer.toString(busPorts + number)));
    options.addAll(List.of("--appendonly", "yes", "--appendfsync", "always"));
    options.addAll(List.of("--repl-diskless-sync-delay", "0"));
    options.addAll(List.of("--requirepass", PASSWORD, "--masterauth", PASSWORD));
    return RealRedis.with(options.toArray(String[]::new));
  }

  private String[] meet(int number) {
    String port = Integer.toString(servers.get(number).port());
    return new String[] {"MEET", "127.0.0.1", port, Integer.toString(busPorts + number)};
  }

  /** Whether every server that runs knows all masters and finds that all slots are served. */
  public boolean isUp() {
    return IntStream.rangeClosed(0, MASTERS)
        .mapToObj(i -> at(i, Jedis::clusterInfo))
        .allMatch(info -> info.contains("cluster_state:ok") && info.contains("nodes:4"));
  }

  /** In the form of {@code redis.cluster.nodes}: the masters of the beginning. */
  public String nodes() {
    return servers.stream()
        .limit(MASTERS)
        .map(server -> "127.0.0.1:" + server.port())
        .collect(Collectors.joining(","));
  }

  /** By number: 0 to 2 the masters of the beginning, 3 the replica of 0. */
  public RealRedis server(int number) {
    return servers.get(number);
  }

  public <T> T at(int number, Function<Jedis, T> commands) {
    var config = DefaultJedisClientConfig.builder().password(PASSWORD).build();
    try (Jedis redis = new Jedis(address(number), config)) {
      return commands.apply(redis);
    }
  }

  public HostAndPort address(int number) {
    return new HostAndPort("127.0.0.1", servers.get(number).port());
  }

  /** Which of the masters of the beginning had the key. */
  public static int masterOf(String key) {
    return IntStream.range(0, MASTERS)
        .filter(i -> JedisClusterCRC16.getSlot(key) < (i + 1) * SLOTS / MASTERS)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    servers.forEach(RealRedis::close);
  }
}
