package selaras.consensus.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static selaras.consensus.ratis.RaftServers.BOUND;
import static selaras.consensus.ratis.RaftServers.SNAPSHOT_ENTRIES;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import selaras.consensus.Backup;
import selaras.consensus.ConsensusView;
import selaras.testing.Certificate;
import selaras.testing.Eventually;
import selaras.testing.Http2Greeting;
import selaras.testing.Listening;

/** Three Raft servers in one process, with a snapshot after every few entries. */
final class RatisConsensusIT {
  private static final String NO_LEADER_NEWS =
      "no leader is known: nothing is decided until a majority of the nodes has one";

  @TempDir private Path dir;
  private RaftServers servers;

  @BeforeEach
  void start() {
    servers = new RaftServers(dir, 3);
    servers.start(1, 2, 3);
  }

  @AfterEach
  void stop() {
    servers.close();
  }

  @Test
  void submit_onAnyNode_isAppliedOnceOnAll() throws Exception {
    for (int i = 1; i <= 30; i++) {
      assertThat(servers.submit(1 + i % 3)).isEqualTo(i);
    }
    servers.awaitSums(30);
  }

  @Test
  void barrier_onAFollower_seesWhatWasAnsweredElsewhere() throws Exception {
    for (int i = 1; i <= 20; i++) {
      servers.submit(1);
      for (RaftServers.Running node : servers.all()) {
        node.consensus().barrier().get(20, TimeUnit.SECONDS);
        assertThat(node.sum().count).isEqualTo(i);
      }
    }
  }

  @Test
  void start_farBehindAPurgedLog_catchesUpBySnapshot() throws Exception {
    servers.submit(1);
    servers.awaitSums(1);
    servers.stop(3);
    int commands = 6 * SNAPSHOT_ENTRIES;
    for (int i = 0; i < commands; i++) {
      servers.submit(1);
    }
    Eventually.holds(
        "node-1 purged the start of its log", BOUND, () -> servers.firstLogIndex(1) > 2);
    servers.restart(3, 1, 2, 3);
    servers.awaitSums(commands + 1);
    assertThat(servers.submit(3)).isEqualTo(commands + 2);
  }

  @Test
  void start_ofAllAfterAStopOfAll_bringsStateAndTimeBack() throws Exception {
    int commands = 2 * SNAPSHOT_ENTRIES + 7;
    for (int i = 0; i < commands; i++) {
      servers.submit(1);
    }
    servers.awaitSums(commands);
    long millis = servers.sum(1).millis;
    servers.close();
    servers.start(1, 2, 3);
    assertThat(servers.submit(2)).isEqualTo(commands + 1);
    servers.awaitSums(commands + 1);
    assertThat(servers.sum(1).millis).isGreaterThanOrEqualTo(millis);
  }

  @Test
  void stop_ofAMajority_whoIsLeftSaysThatNobodyLeadsAndThenWhoDoes() throws Exception {
    servers.submit(1);
    List<String> news = new CopyOnWriteArrayList<>();
    Listening log = new Listening(RatisConsensus.class, news::add);
    try {
      servers.stop(2);
      servers.stop(3);
      Eventually.holds("it is told", Duration.ofSeconds(20), () -> news.contains(NO_LEADER_NEWS));
      servers.restart(2, 1, 2, 3);
      servers.submit(1);
      Eventually.holds("a new leader is told", () -> news.getLast().contains(" leads in term "));
    } finally {
      log.close();
    }
    assertThat(news).containsOnlyOnce(NO_LEADER_NEWS);
  }

  @Test
  void start_withMutualTls_agreesAndLetsNobodyElseIn() throws Exception {
    servers.submit(1);
    servers.close();
    Certificate ours = Certificate.in(Files.createDirectory(dir.resolve("ours")));
    Certificate foreign = Certificate.in(Files.createDirectory(dir.resolve("foreign")));
    servers.tls = Optional.of(new RatisTls(ours.key(), ours.pem(), ours.pem()));
    servers.start(1, 2, 3);
    for (int i = 2; i <= 10; i++) {
      assertThat(servers.submit(1 + i % 3)).isEqualTo(i);
    }
    servers.awaitSums(10);
    int port = servers.peer(1).raftPort();
    assertThat(Http2Greeting.overTls(port, ours, Optional.of(ours))).isTrue();
    assertThat(Http2Greeting.overTls(port, ours, Optional.empty())).isFalse();
    assertThat(Http2Greeting.overTls(port, ours, Optional.of(foreign))).isFalse();
    assertThat(Http2Greeting.inTheClear(port)).isFalse();
  }

  @Test
  void start_withABackupAfterALoss_goesOnFromThere() throws Exception {
    int commands = 2 * SNAPSHOT_ENTRIES + 7;
    for (int i = 0; i < commands; i++) {
      servers.submit(1 + i % 3);
    }
    Backup backup = servers.consensus(2).backup().get(20, TimeUnit.SECONDS);
    long millis = servers.sum(2).millis;
    servers.submit(1);
    servers.restoreFile = Optional.of(Files.write(dir.resolve("backup"), backup.bytes()));
    for (int n = 1; n <= 3; n++) {
      servers.stop(n);
      Files.move(dir.resolve("node-" + n), dir.resolve("lost-" + n));
    }
    servers.start(1, 2, 3);
    assertThat(servers.submit(3)).isEqualTo(commands + 1);
    servers.awaitSums(commands + 1);
    ConsensusView view = servers.consensus(1).view();
    assertThat(view.term()).isGreaterThan(backup.term() + 1_000);
    assertThat(view.appliedIndex()).isGreaterThan(backup.index() + 1_000_000);
    assertThat(servers.sum(1).millis).isGreaterThanOrEqualTo(millis);

    // and it is an ordinary state from then on, with one who has to catch up by snapshot
    servers.stop(2);
    for (int i = 0; i < 4 * SNAPSHOT_ENTRIES; i++) {
      servers.submit(1);
    }
    servers.restart(2, 1, 2, 3);
    servers.awaitSums(commands + 1 + 4 * SNAPSHOT_ENTRIES);
  }
}
