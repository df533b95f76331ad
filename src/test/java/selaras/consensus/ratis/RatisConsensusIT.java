package selaras.consensus.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import selaras.cluster.Topology;
import selaras.consensus.Backup;
import selaras.consensus.Completions;
import selaras.consensus.ConsensusView;
import selaras.consensus.GroupCommitSettings;
import selaras.consensus.Replicated;
import selaras.testing.Certificate;
import selaras.testing.Eventually;
import selaras.testing.Http2Greeting;
import selaras.testing.Ports;

/** Three Raft servers in one process, with a snapshot after every few entries. */
final class RatisConsensusIT {
  private static final int SNAPSHOT_ENTRIES = 40;
  private static final Duration BOUND = Duration.ofSeconds(30);

  @TempDir private Path dir;
  private String nodes;
  private Optional<RatisTls> tls = Optional.empty();
  private Optional<Path> restoreFile = Optional.empty();
  private final TreeMap<Integer, Running> running = new TreeMap<>();

  @BeforeEach
  void start() {
    int base = Ports.free(6);
    nodes =
        "node-1=127.0.0.1:%d:%d,node-2=127.0.0.1:%d:%d,node-3=127.0.0.1:%d:%d"
            .formatted(base, base + 1, base + 2, base + 3, base + 4, base + 5);
    for (int n = 1; n <= 3; n++) {
      start(n);
    }
  }

  @AfterEach
  void stop() {
    List.copyOf(running.keySet()).forEach(this::stop);
  }

  @Test
  void submit_onAnyNode_isAppliedOnceOnAll() throws Exception {
    for (int i = 1; i <= 30; i++) {
      assertThat(submit(1 + i % 3)).isEqualTo(i);
    }
    awaitSums(30);
  }

  @Test
  void barrier_onAFollower_seesWhatWasAnsweredElsewhere() throws Exception {
    for (int i = 1; i <= 20; i++) {
      submit(1);
      for (Running node : running.values()) {
        node.consensus.barrier().get(20, TimeUnit.SECONDS);
        assertThat(node.sum.count).isEqualTo(i);
      }
    }
  }

  @Test
  void start_farBehindAPurgedLog_catchesUpBySnapshot() throws Exception {
    submit(1);
    awaitSums(1);
    stop(3);
    int commands = 6 * SNAPSHOT_ENTRIES;
    for (int i = 0; i < commands; i++) {
      submit(1);
    }
    Eventually.holds("node-1 purged the start of its log", BOUND, () -> firstLogIndex(1) > 2);
    start(3);
    awaitSums(commands + 1);
    assertThat(submit(3)).isEqualTo(commands + 2);
  }

  @Test
  void start_ofAllAfterAStopOfAll_bringsStateAndTimeBack() throws Exception {
    int commands = 2 * SNAPSHOT_ENTRIES + 7;
    for (int i = 0; i < commands; i++) {
      submit(1);
    }
    awaitSums(commands);
    long millis = running.get(1).sum.millis;
    for (int n = 1; n <= 3; n++) {
      stop(n);
    }
    for (int n = 1; n <= 3; n++) {
      start(n);
    }
    assertThat(submit(2)).isEqualTo(commands + 1);
    awaitSums(commands + 1);
    assertThat(running.get(1).sum.millis).isGreaterThanOrEqualTo(millis);
  }

  @Test
  void start_withMutualTls_agreesAndLetsNobodyElseIn() throws Exception {
    submit(1);
    List.copyOf(running.keySet()).forEach(this::stop);
    Certificate ours = Certificate.in(Files.createDirectory(dir.resolve("ours")));
    Certificate foreign = Certificate.in(Files.createDirectory(dir.resolve("foreign")));
    tls = Optional.of(new RatisTls(ours.key(), ours.pem(), ours.pem()));
    for (int n = 1; n <= 3; n++) {
      start(n);
    }
    for (int i = 2; i <= 10; i++) {
      assertThat(submit(1 + i % 3)).isEqualTo(i);
    }
    awaitSums(10);
    int port = Topology.parse("node-1", nodes).me().raftPort();
    assertThat(Http2Greeting.overTls(port, ours, Optional.of(ours))).isTrue();
    assertThat(Http2Greeting.overTls(port, ours, Optional.empty())).isFalse();
    assertThat(Http2Greeting.overTls(port, ours, Optional.of(foreign))).isFalse();
    assertThat(Http2Greeting.inTheClear(port)).isFalse();
  }

  @Test
  void start_withABackupAfterALoss_goesOnFromThere() throws Exception {
    int commands = 2 * SNAPSHOT_ENTRIES + 7;
    for (int i = 0; i < commands; i++) {
      submit(1 + i % 3);
    }
    Backup backup = running.get(2).consensus.backup().get(20, TimeUnit.SECONDS);
    long millis = running.get(2).sum.millis;
    submit(1);
    restoreFile = Optional.of(Files.write(dir.resolve("backup"), backup.bytes()));
    for (int n = 1; n <= 3; n++) {
      stop(n);
      Files.move(dir.resolve("node-" + n), dir.resolve("lost-" + n));
    }
    for (int n = 1; n <= 3; n++) {
      start(n);
    }
    assertThat(submit(3)).isEqualTo(commands + 1);
    awaitSums(commands + 1);
    ConsensusView view = running.get(1).consensus.view();
    assertThat(view.term()).isGreaterThan(backup.term() + 1_000);
    assertThat(view.appliedIndex()).isGreaterThan(backup.index() + 1_000_000);
    assertThat(running.get(1).sum.millis).isGreaterThanOrEqualTo(millis);

    // and it is an ordinary state from then on, with one who has to catch up by snapshot
    stop(2);
    for (int i = 0; i < 4 * SNAPSHOT_ENTRIES; i++) {
      submit(1);
    }
    start(2);
    awaitSums(commands + 1 + 4 * SNAPSHOT_ENTRIES);
  }

  private int submit(int node) throws Exception {
    byte[] answer = running.get(node).consensus.submit(new byte[] {1}).get(20, TimeUnit.SECONDS);
    return ByteBuffer.wrap(answer).getInt();
  }

  private void awaitSums(int expected) {
    Eventually.holds(
        "all have counted to " + expected,
        BOUND,
        () -> running.values().stream().allMatch(node -> node.sum.count == expected));
  }

  private void start(int n) {
    Sum sum = new Sum();
    Topology topology = Topology.parse("node-" + n, nodes);
    RatisSettings settings =
        new RatisSettings(
            dir.resolve("node-" + n),
            "",
            Duration.ofMillis(300),
            Duration.ofMillis(600),
            SNAPSHOT_ENTRIES,
            2_048,
            Duration.ofSeconds(2),
            tls,
            restoreFile);
    GroupCommitSettings bounds =
        new GroupCommitSettings(Duration.ofSeconds(15), Duration.ofSeconds(1), 10, 1_000, 100);
    RatisConsensus consensus =
        new RatisConsensus(topology, settings, bounds, sum, new Completions());
    consensus.start();
    running.put(n, new Running(consensus, sum));
  }

  private void stop(int n) {
    running.remove(n).consensus.close();
  }

  /** The first index of the oldest log segment on disk. */
  private long firstLogIndex(int n) {
    try (Stream<Path> files = Files.walk(dir.resolve("node-" + n))) {
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

  private record Running(RatisConsensus consensus, Sum sum) {}

  /** Counts the commands. */
  private static final class Sum implements Replicated {
    private volatile int count;
    private volatile long millis;

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
    public byte[] snapshot() {
      return ByteBuffer.allocate(Integer.BYTES).putInt(count).array();
    }

    @Override
    public void restore(long index, byte[] snapshot) {
      count = ByteBuffer.wrap(snapshot).getInt();
    }
  }
}
