package selaras.consensus.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static selaras.consensus.ratis.RaftServers.BOUND;
import static selaras.consensus.ratis.RaftServers.SNAPSHOT_ENTRIES;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import selaras.cluster.Peer;
import selaras.consensus.ConsensusException;
import selaras.consensus.ConsensusView.PeerView;
import selaras.consensus.MembershipOutcome;
import selaras.consensus.MembershipOutcome.Changed;
import selaras.consensus.MembershipOutcome.Refused;
import selaras.consensus.MembershipOutcome.Why;
import selaras.testing.Eventually;
import selaras.testing.Pause;

/** Raft servers in one process that come and go: three members at first, and up to five. */
final class MembershipIT {
  @TempDir private Path dir;
  private RaftServers servers;

  @BeforeEach
  void start() {
    servers = new RaftServers(dir, 5);
    servers.start(1, 2, 3);
  }

  @AfterEach
  void stop() {
    servers.close();
  }

  @Test
  void add_aNodeThatWaits_decidesWithTheOthers() throws Exception {
    int commands = 3 * SNAPSHOT_ENTRIES;
    for (int i = 0; i < commands; i++) {
      servers.submit(1);
    }
    servers.join(4);
    int follower = follower();
    assertThat(add(follower, 4)).isEqualTo(members(1, 2, 3, 4));
    assertThat(add(follower, 4)).as("again").isEqualTo(members(1, 2, 3, 4));
    assertThat(servers.submit(4)).isEqualTo(commands + 1);
    servers.awaitSums(commands + 1);

    // two of four are no majority any more, three are one: the new one counts
    int first = follower();
    servers.stop(first);
    assertThat(servers.submit(4)).isEqualTo(commands + 2);
    assertBarrierOn(4);
    int second = follower();
    servers.stop(second);
    int left = servers.numbers().get(0);
    assertNoQuorum(left);
    servers.restart(first, 1, 2, 3);
    Eventually.holds("three of four serve again", BOUND, () -> canSubmit(left));
    assertBarrierOn(left);
    assertThat(servers.consensus(first).membership().members()).hasSize(4);
  }

  @Test
  void remove_theLeader_handsOverFirst() throws Exception {
    servers.submit(1);
    int leader = servers.leader();
    int other = follower();
    assertThat(remove(other, leader)).isEqualTo(membersWithout(leader));
    assertThat(remove(other, leader)).as("again").isEqualTo(membersWithout(leader));
    assertThat(servers.submit(other)).isEqualTo(2);
    servers.stop(leader);
    assertThat(servers.submit(other)).isEqualTo(3);
    assertBarrierOn(other);
    servers.awaitSums(3);
    assertThat(servers.consensus(other).view().peers()).hasSize(1);
  }

  @Test
  void replace_aNodeThatIsLost_byAWipedOneOfItsName() throws Exception {
    servers.submit(1);
    int lost = follower();
    servers.stop(lost);
    int other = follower();
    for (int i = 0; i < 2 * SNAPSHOT_ENTRIES; i++) {
      servers.submit(other);
    }
    Files.move(servers.dir(lost), dir.resolve("lost"));
    assertThat(remove(other, lost)).isEqualTo(membersWithout(lost));
    servers.join(lost);
    assertThat(add(other, lost)).isEqualTo(members(1, 2, 3));
    assertThat(servers.submit(lost)).isEqualTo(2 * SNAPSHOT_ENTRIES + 2);
    servers.awaitSums(2 * SNAPSHOT_ENTRIES + 2);

    // what it has got is on its disk: it may join no more than once
    servers.stop(lost);
    servers.join(lost);
    assertThat(servers.submit(lost)).isEqualTo(2 * SNAPSHOT_ENTRIES + 3);
    servers.stop(other);
    Eventually.holds("the new one and the last of the old", BOUND, () -> canSubmit(lost));
  }

  @Test
  void change_thatWouldLeaveTooFew_isRefusedAndChangesNothing() throws Exception {
    servers.submit(1);
    int down = follower();
    servers.stop(down);
    int other = follower();
    int leader = servers.leader();
    Eventually.holds("its silence is noticed", BOUND, () -> silentFor(leader, down) > 1_000);
    assertThat(refusal(other, other)).isEqualTo(Why.NO_MAJORITY_LEFT);
    assertThat(refusal(leader, leader)).isEqualTo(Why.NO_MAJORITY_LEFT);
    assertThat(servers.submit(other)).isEqualTo(2);
    assertThat(remove(other, down)).isEqualTo(membersWithout(down));
    assertThat(servers.submit(other)).isEqualTo(3);
    assertBarrierOn(other);
  }

  @Test
  void add_aNodeThatIsSilentOrElsewhere_isRefusedAndChangesNothing() throws Exception {
    servers.submit(1);
    assertThat(outcome(1, servers.peer(4)))
        .isInstanceOfSatisfying(
            Refused.class, no -> assertThat(no.why()).isEqualTo(Why.NODE_SILENT));
    Peer second = servers.peer(2);
    Peer elsewhere =
        new Peer(second.id(), second.host(), second.httpPort(), servers.peer(5).raftPort());
    MembershipOutcome moved = outcome(1, elsewhere);
    assertThat(moved)
        .isInstanceOfSatisfying(
            Refused.class, no -> assertThat(no.why()).isEqualTo(Why.ANOTHER_ADDRESS));
    assertThat(servers.consensus(1).membership().members()).isEqualTo(members(1, 2, 3));
    assertThat(servers.submit(1)).isEqualTo(2);
  }

  @Test
  void join_withoutBeingAdded_neitherLeadsNorStopsTheOthers() throws Exception {
    servers.submit(1);
    long term = servers.consensus(1).view().term();
    servers.join(4);
    Pause.millis(3_000);
    assertThat(servers.consensus(4).view().alive()).isTrue();
    assertThat(servers.consensus(4).view().hasLeader()).isFalse();
    assertThat(servers.consensus(1).view().term()).isEqualTo(term);
    assertThat(servers.submit(1)).isEqualTo(2);
  }

  private long silentFor(int leader, int n) {
    return servers.consensus(leader).view().peers().stream()
        .filter(peer -> peer.node().equals(servers.peer(n).id()))
        .mapToLong(PeerView::lastContactMillis)
        .findFirst()
        .orElseThrow();
  }

  private int follower() {
    int leader = servers.leader();
    return servers.numbers().stream().filter(n -> n != leader).findFirst().orElseThrow();
  }

  private List<Peer> add(int at, int n) throws Exception {
    return ((Changed) outcome(at, servers.peer(n))).members();
  }

  private MembershipOutcome outcome(int at, Peer peer) throws Exception {
    return servers.consensus(at).membership().add(peer).get(60, TimeUnit.SECONDS);
  }

  private List<Peer> remove(int at, int n) throws Exception {
    return ((Changed) removal(at, n)).members();
  }

  private Why refusal(int at, int n) throws Exception {
    return removal(at, n) instanceof Refused refused ? refused.why() : null;
  }

  private MembershipOutcome removal(int at, int n) throws Exception {
    return servers
        .consensus(at)
        .membership()
        .remove(servers.peer(n).id())
        .get(60, TimeUnit.SECONDS);
  }

  private List<Peer> members(int... numbers) {
    return IntStream.of(numbers).mapToObj(servers::peer).toList();
  }

  private List<Peer> membersWithout(int n) {
    return IntStream.rangeClosed(1, 3).filter(i -> i != n).mapToObj(servers::peer).toList();
  }

  private void assertBarrierOn(int n) throws Exception {
    servers.consensus(n).barrier().get(20, TimeUnit.SECONDS);
  }

  private boolean canSubmit(int n) {
    try {
      servers.submit(n);
      return true;
    } catch (Exception e) {
      return false;
    }
  }

  private void assertNoQuorum(int n) {
    assertThat(servers.consensus(n).barrier())
        .failsWithin(20, TimeUnit.SECONDS)
        .withThrowableThat()
        .withRootCauseInstanceOf(ConsensusException.class);
  }
}
