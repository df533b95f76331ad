package selaras.consensus.ratis;

import java.io.DataInput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import selaras.answers.Completions;
import selaras.cluster.Peer;
import selaras.cluster.Topology;
import selaras.consensus.GroupCommitSettings;
import selaras.consensus.Replicated;
import selaras.testing.Eventually;
import selaras.testing.Ports;

/**
 * Raft servers in one process, numbered from 1, that count commands; with a snapshot after every
 * few of them.
 */
final class RaftServers implements AutoCloseable {
  static final int SNAPSHOT_ENTRIES = 40;
  static final Duration STAGING = Duration.ofSeconds(5);
  static final Duration BOUND = Duration.ofSeconds(30);

  private final Path dir;
  private final int base;
  private final int most;
  private final TreeMap<Integer, Running> running = new TreeMap<>();
  Optional<RatisTls> tls = Optional.empty();
  Optional<Path> restoreFile = Optional.empty();

  /**
   * @param most how many there can be
   */
  RaftServers(Path dir, int most) {
    this.dir = dir;
    this.base = Ports.free(2 * most);
    this.most = most;
  }

  /** Starts those as the members of a cluster. */
  void start(int... members) {
    String nodes = nodes(IntStream.of(members));
    for (int n : members) {
      start(n, nodes, false);
    }
  }

  /** Starts one of several members again. */
  void restart(int n, int... members) {
    start(n, nodes(IntStream.of(members)), false);
  }

  /** Starts one that waits to be added. */
  void join(int n) {
    start(n, nodes(IntStream.rangeClosed(1, most)), true);
  }

  private String nodes(IntStream numbers) {
    return numbers.mapToObj(n -> peer(n).text()).collect(Collectors.joining(","));
  }

  Peer peer(int n) {
    int port = base + 2 * (n - 1);
    return Peer.parse("node-%d=127.0.0.1:%d:%d".formatted(n, port, port + 1));
  }

  private void start(int n, String nodes, boolean join) {
    Sum sum = new Sum();
    RatisSettings settings =
        new RatisSettings(
            dir(n),
            "",
            Duration.ofMillis(300),
            Duration.ofMillis(600),
            SNAPSHOT_ENTRIES,
            2_048,
            Duration.ofSeconds(2),
            tls,
            restoreFile,
            join,
            STAGING);
    GroupCommitSettings bounds =
        new GroupCommitSettings(
            Duration.ofSeconds(15), Duration.ofSeconds(1), 10, 1_000, 100, 100_000);
    RatisConsensus consensus =
        new RatisConsensus(
            Topology.parse("node-" + n, nodes), settings, bounds, sum, new Completions("answers"));
    consensus.start();
    running.put(n, new Running(consensus, sum));
  }

  Path dir(int n) {
    return dir.resolve("node-" + n);
  }

  RatisConsensus consensus(int n) {
    return running.get(n).consensus;
  }

  Sum sum(int n) {
    return running.get(n).sum;
  }

  Collection<Running> all() {
    return running.values();
  }

  List<Integer> numbers() {
    return List.copyOf(running.keySet());
  }

  /** The number of the one that leads, as soon as the others know it. */
  int leader() {
    Eventually.holds("somebody leads", BOUND, () -> leaders().count() == 1);
    return leaders().findFirst().orElseThrow();
  }

  private Stream<Integer> leaders() {
    return running.keySet().stream()
        .filter(n -> consensus(n).view().leader().equals(Optional.of(peer(n).id())));
  }

  int submit(int node) throws Exception {
    byte[] answer = consensus(node).submit(new byte[] {1}).get(20, TimeUnit.SECONDS);
    return ByteBuffer.wrap(answer).getInt();
  }

  void awaitSums(int expected) {
    Eventually.holds(
        "all have counted to " + expected,
        BOUND,
        () -> running.values().stream().allMatch(node -> node.sum.count == expected));
  }

  void stop(int n) {
    running.remove(n).consensus.close();
  }

  /** The first index of the oldest log segment on disk. */
  long firstLogIndex(int n) {
    try (Stream<Path> files = Files.walk(dir(n))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("log_"))
          .mapToLong(name -> Long.parseLong(name.replaceAll("log_(?:inprogress_)?(\\d+).*", "$1")))
          .min()
          .orElse(-1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    numbers().forEach(this::stop);
  }

  record Running(RatisConsensus consensus, Sum sum) {}

  /** Counts the commands. */
  static final class Sum implements Replicated {
    volatile int count;
    volatile long millis;

    @Override
    public void advance(long index, long now) {
      millis = now;
    }

    @Override
    public byte[] apply(long index, byte[] command) {
      int next = count + 1;
      count = next;
      return ByteBuffer.allocate(Integer.BYTES).putInt(next).array();
    }

    @Override
    public byte[] afterLoss(byte[] snapshot) {
      return snapshot;
    }

    @Override
    public void snapshot(OutputStream out) throws IOException {
      out.write(ByteBuffer.allocate(Integer.BYTES).putInt(count).array());
    }

    @Override
    public void restore(long index, DataInput snapshot) throws IOException {
      count = snapshot.readInt();
    }
  }
}
