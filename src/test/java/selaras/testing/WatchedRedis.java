package selaras.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;

/**
 * A real master with two replicas, all with everything on disk and one password, and three real
 * sentinels with another one. They find a master dead after a second.
 */
public final class WatchedRedis implements AutoCloseable {
  public static final String NAME = "main";
  public static final String PASSWORD = "open sesame";
  public static final String SENTINEL_PASSWORD = "watch-word";
  private static final int SENTINELS = 3;

  private final RealRedis first = server();
  private final List<RealRedis> servers = List.of(first, replica(), replica());
  private final List<RealRedis> sentinels;

  public WatchedRedis() {
    Eventually.holds("two replicas are in step", () -> at(first, r -> r.waitReplicas(2, 100)) == 2);
    sentinels = IntStream.range(0, SENTINELS).mapToObj(i -> sentinel()).toList();
    Eventually.holds("the sentinels know all", () -> sentinels.stream().allMatch(this::knowsAll));
  }

  private RealRedis replica() {
    return server("--replicaof", "127.0.0.1", "" + first.port());
  }

  private static RealRedis server(String... more) {
    List<String> options = new ArrayList<>(List.of(more));
    options.addAll(List.of("--appendonly", "yes", "--appendfsync", "always"));
    options.addAll(List.of("--requirepass", PASSWORD, "--masterauth", PASSWORD));
    options.addAll(List.of("--repl-diskless-sync-delay", "0"));
    return RealRedis.with(options.toArray(String[]::new));
  }

  private RealRedis sentinel() {
    return RealRedis.sentinel(
        "requirepass " + SENTINEL_PASSWORD,
        "sentinel sentinel-pass " + SENTINEL_PASSWORD,
        "sentinel monitor %s 127.0.0.1 %d 2".formatted(NAME, first.port()),
        "sentinel auth-pass %s \"%s\"".formatted(NAME, PASSWORD),
        "sentinel down-after-milliseconds %s 1000".formatted(NAME),
        "sentinel failover-timeout %s 5000".formatted(NAME));
  }

  private boolean knowsAll(RealRedis sentinel) {
    return ask(
        sentinel,
        SENTINEL_PASSWORD,
        redis ->
            redis.sentinelReplicas(NAME).size() == servers.size() - 1
                && redis.sentinelSentinels(NAME).size() == SENTINELS - 1);
  }

  /** In the form of {@code redis.sentinel.nodes}. */
  public String nodes() {
    return sentinels.stream()
        .map(sentinel -> "127.0.0.1:" + sentinel.port())
        .collect(Collectors.joining(","));
  }

  /** The server that says of itself that it is the master. */
  public RealRedis master() {
    return Eventually.found("a master", Duration.ofSeconds(10), this::anyMaster);
  }

  private Optional<RealRedis> anyMaster() {
    return servers.stream().filter(RealRedis::isAlive).filter(this::isMaster).findFirst();
  }

  private boolean isMaster(RealRedis server) {
    return at(server, redis -> redis.role().get(0).equals("master"));
  }

  /** All others than the master. */
  public List<RealRedis> replicas() {
    RealRedis master = master();
    return servers.stream().filter(server -> server != master).toList();
  }

  public <T> T at(RealRedis server, Function<Jedis, T> commands) {
    return ask(server, PASSWORD, commands);
  }

  private static <T> T ask(RealRedis server, String password, Function<Jedis, T> commands) {
    var config = DefaultJedisClientConfig.builder().password(password).build();
    try (Jedis redis = new Jedis(new HostAndPort("127.0.0.1", server.port()), config)) {
      return commands.apply(redis);
    }
  }

  @Override
  public void close() {
    sentinels.forEach(RealRedis::close);
    servers.forEach(RealRedis::close);
  }
}
