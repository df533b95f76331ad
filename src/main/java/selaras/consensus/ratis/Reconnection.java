package selaras.consensus.ratis;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;

/**
 * Gives up connections to other nodes that may have died unseen, as they do in a partition.
 *
 * <p>Votes and read indexes travel on connections that are only noticed to be dead when TCP gives
 * up, after a quarter of an hour, and gRPC then waits up to two minutes between its attempts. The
 * leader's appends need no such care: Ratis renews those connections itself.
 *
 * <p>Thread-safe.
 */
final class Reconnection {
  /** Longer than any number of usual elections, so that their votes are not lost. */
  private static final Duration PERIOD = Duration.ofSeconds(5);

  private static final IOException REASON = new IOException("the connection may be dead");

  private final RaftServer server;
  private final RaftServer.Division division;
  private final Executor executor;
  private final Runnable onLeaderless;
  private final AtomicLong renewedNanos = new AtomicLong(System.nanoTime());
  private volatile boolean leaderless;

  /**
   * @param executor closes connections, which may take seconds
   * @param onLeaderless told, again and again, that for {@link #PERIOD} no leader has been known
   */
  Reconnection(
      RaftServer server, RaftServer.Division division, Executor executor, Runnable onLeaderless) {
    this.server = server;
    this.division = division;
    this.executor = executor;
    this.onLeaderless = onLeaderless;
  }

  void start(ScheduledExecutorService timer) {
    timer.scheduleWithFixedDelay(
        this::check, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Renews all connections when there was no leader twice in a row. */
  private void check() {
    boolean noLeader = division.getInfo().getLeaderId() == null;
    if (noLeader && leaderless) {
      onLeaderless.run();
      others().forEach(this::renew);
    }
    leaderless = noLeader;
  }

  /** To be told when the leader did not answer; renews the connection to it, if not just done. */
  void leaderSilent() {
    RaftPeerId leader = division.getInfo().getLeaderId();
    long last = renewedNanos.get();
    long now = System.nanoTime();
    if (leader != null
        && isOther(leader)
        && now - last > PERIOD.toNanos()
        && renewedNanos.compareAndSet(last, now)) {
      renew(leader);
    }
  }

  /**
   * To be told who leads. A follower uses its connections to all others for votes alone; one over
   * which a node that is down was asked for its vote would stay in gRPC's back-off after that node
   * is back, and its vote be missing in the next election.
   */
  void leaderIs(RaftPeerId leader) {
    if (!leader.equals(server.getId())) {
      others().filter(other -> !other.equals(leader)).forEach(this::renew);
    }
  }

  /** The other members as they are now. */
  private Stream<RaftPeerId> others() {
    return division.getRaftConf().getAllPeers().stream().map(RaftPeer::getId).filter(this::isOther);
  }

  private boolean isOther(RaftPeerId peer) {
    return !peer.equals(server.getId());
  }

  private void renew(RaftPeerId peer) {
    executor.execute(() -> server.getServerRpc().handleException(peer, REASON, true));
  }
}
