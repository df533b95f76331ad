package selaras.consensus.ratis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcFactory;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.storage.RaftStorage.StartupOption;
import org.apache.ratis.thirdparty.com.codahale.metrics.Timer;
import org.apache.ratis.util.ExitUtils;
import selaras.answers.Completions;
import selaras.cluster.NodeId;
import selaras.cluster.Topology;
import selaras.consensus.Backup;
import selaras.consensus.BatchedMachine;
import selaras.consensus.CommitNews;
import selaras.consensus.Consensus;
import selaras.consensus.ConsensusFigures;
import selaras.consensus.ConsensusView;
import selaras.consensus.GroupCommit;
import selaras.consensus.GroupCommitSettings;
import selaras.consensus.LeaderClock;
import selaras.consensus.Membership;
import selaras.consensus.Replicated;
import selaras.consensus.Stamp;

/**
 * Consensus by a Ratis server inside this process.
 *
 * <p>Batches go to the local server when this node leads and by gRPC to the leader when it does
 * not; the leader's log is on disk on a majority before anything is answered.
 */
public final class RatisConsensus implements Consensus, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(RatisConsensus.class.getName());

  /** All clusters use the same group: who belongs to one is decided by the configured nodes. */
  private static final RaftGroupId GROUP =
      RaftGroupId.valueOf(UUID.nameUUIDFromBytes("selaras".getBytes()));

  private static final long NEWS_PAUSE_MILLIS = 3;

  private final Addresses addresses;
  private final LeaderClock clock = new LeaderClock(System::nanoTime);
  private final BatchedMachine machine;
  private final RatisMachine ratisMachine;
  private final RaftServer server;
  private final RaftServer.Division division;
  private final LeaderCalls leader;
  private final OwnServer own;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("consensus-timer").factory());

  /**
   * For what Ratis does on the side and may block in; see {@link Completions} for why no virtual
   * ones.
   */
  private final ExecutorService background =
      Executors.newCachedThreadPool(
          Thread.ofPlatform().daemon().name("consensus-background-", 1).factory());

  private final GroupCommit groupCommit;
  private final Leadership leadership;
  private final AppliedIndex applied = new AppliedIndex();
  private final ReadBarrier barrier;
  private final Backups backups;
  private final CommitNews news;
  private final Reconnection reconnection;
  private final LongAdder leaderChanges = new LongAdder();
  private final AtomicReference<String> lastNews = new AtomicReference<>("");
  private final AtomicReference<String> lastOffice = new AtomicReference<>("");
  private final RatisFigures figures;
  private final LeaderOfChanges changes;
  private final RatisMembership membership;

  /** Reads what is on disk; nothing runs before {@link #start}. */
  public RatisConsensus(
      Topology topology,
      RatisSettings settings,
      GroupCommitSettings bounds,
      Replicated replicated,
      Completions completions) {
    ExitUtils.disableSystemExit();
    this.addresses = new Addresses(topology);
    this.machine = new BatchedMachine(replicated);
    this.leadership = new Leadership(this::isMajority);
    // what Ratis tells of is done off its thread, which holds locks meanwhile
    this.ratisMachine =
        new RatisMachine(
            machine,
            this::stamp,
            leader -> background.execute(() -> leaderChanged(leader)),
            cause -> background.execute(() -> diskFailed(cause)),
            this::readIndexHere,
            this::changeHere,
            () -> background.execute(this::membersChanged),
            applied,
            settings
                .restoreFile()
                .filter(file -> !hasState(settings))
                .map(file -> Backups.toBeginWith(file, machine)));
    this.groupCommit =
        new GroupCommit(this::propose, bounds, new SecureRandom().nextLong(), timer, completions);
    RaftProperties properties = RatisProperties.of(settings, topology.me());
    List<RaftPeer> nodes = topology.peers().stream().map(Addresses::toRaft).toList();
    RaftGroup group = settings.join() ? RaftGroup.valueOf(GROUP) : RaftGroup.valueOf(GROUP, nodes);
    ClientId clientId = ClientId.randomId();
    try {
      this.server = build(settings, properties, group);
      this.division = server.getDivision(GROUP);
      this.leader =
          new LeaderCalls(
              clientId,
              server,
              division,
              new GrpcFactory(WatchedGrpc.parameters(settings.tls()))
                  .newRaftClientRpc(clientId, properties),
              nodes,
              background);
      server.getServerRpc().addRaftPeers(nodes);
    } catch (IOException e) {
      throw new IllegalStateException("the Raft state cannot be read: " + settings.dir(), e);
    }
    this.own = new OwnServer(server, GROUP);
    this.figures = new RatisFigures(division.getMemberId());
    this.changes =
        new LeaderOfChanges(
            own, division, addresses, settings.electionMax(), this::handOver, background);
    this.membership =
        new RatisMembership(
            division,
            addresses,
            this::askLeader,
            bounds.commandTimeout(),
            bounds.commandTimeout().plus(settings.stagingTimeout()),
            background);
    this.reconnection = new Reconnection(server, division, background, this::leaderless);
    this.barrier =
        new ReadBarrier(
            division,
            leader,
            leadership,
            applied,
            settings.readTimeout(),
            bounds.commandTimeout(),
            reconnection::leaderSilent,
            completions,
            background);
    this.backups = new Backups(barrier, own, ratisMachine, background);
    this.news =
        new CommitNews(
            barrier::await,
            () -> RatisView.slowestCommit(division),
            again -> timer.schedule(again, NEWS_PAUSE_MILLIS, TimeUnit.MILLISECONDS));
  }

  /**
   * Starts the server; returns at once, before there is a leader.
   *
   * @throws IllegalStateException when it cannot start, for example because its port is taken
   */
  public void start() {
    try {
      server.start();
      reconnection.start(timer);
    } catch (IOException | ExitUtils.ExitException e) {
      close();
      throw new IllegalStateException("Raft cannot start on " + addresses.topology().me(), e);
    }
  }

  private RaftServer build(RatisSettings settings, RaftProperties properties, RaftGroup group)
      throws IOException {
    Files.createDirectories(settings.dir());
    boolean existing = hasState(settings);
    return RaftServer.newBuilder()
        .setServerId(addresses.self())
        .setGroup(group)
        .setOption(existing ? StartupOption.RECOVER : StartupOption.FORMAT)
        .setStateMachine(ratisMachine)
        .setProperties(properties)
        .setParameters(WatchedGrpc.parameters(settings.tls(), leadership))
        .build();
  }

  private static boolean hasState(RatisSettings settings) {
    return Files.exists(settings.dir().resolve(GROUP.getUuid().toString()));
  }

  /** Ratis tells of the same leader again whenever a connection to it was lost meanwhile. */
  private void leaderChanged(NodeId leader) {
    groupCommit.leaderChanged();
    reconnection.leaderIs(Addresses.toRaftId(leader));
    long term = division.getInfo().getCurrentTerm();
    String office = leader + (leader.equals(addresses.topology().self()) ? ", this node," : "");
    String news = office + " leads in term " + term;
    if (!news.equals(lastOffice.getAndSet(news))) {
      leaderChanges.increment();
    }
    tell(news);
  }

  private void leaderless() {
    tell("no leader is known: nothing is decided until a majority of the nodes has one");
  }

  private void tell(String news) {
    if (!news.equals(lastNews.getAndSet(news))) {
      LOG.info(news);
    }
  }

  /** Ratis would go on leading without a disk; a node that cannot write its log makes room. */
  private void diskFailed(Throwable cause) {
    LOG.log(Level.SEVERE, "the Raft log cannot be written; this node leaves the cluster", cause);
    try {
      server.close();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "consensus did not close cleanly", e);
    }
  }

  @Override
  public CompletableFuture<byte[]> submit(byte[] command) {
    return groupCommit.submit(command);
  }

  private CompletableFuture<ByteBuffer> propose(byte[] batch) {
    return leader.propose(batch);
  }

  @Override
  public CompletableFuture<Void> barrier() {
    return barrier.await();
  }

  /** Ratis has no call for that, but each barrier is confirmed by heartbeats, which say it. */
  @Override
  public void announceCommitted() {
    if (division.getInfo().isLeader()) {
      long committed = division.getRaftLog().getLastCommittedIndex();
      background.execute(() -> news.announce(committed));
    }
  }

  private CompletableFuture<Long> readIndexHere() {
    return barrier.readIndexHere();
  }

  private CompletableFuture<LeaderAnswer> askLeader(ChangeRequest change) {
    return leader.ask(
        () -> changes.ask(change),
        Message.valueOf(change.text()),
        answer -> LeaderAnswer.parse(UTF_8.decode(answer).toString()));
  }

  /** For a node that follows this one. */
  private CompletableFuture<String> changeHere(String request) {
    return changes.answer(request);
  }

  private void membersChanged() {
    changes.membersChanged();
  }

  /** Whether this node, where it is a member, and these followers may decide for all. */
  private boolean isMajority(Set<RaftPeerId> followers) {
    Set<RaftPeerId> nodes = new HashSet<>(followers);
    nodes.add(server.getId());
    return Quorum.isMajority(division.getRaftConf(), nodes);
  }

  @Override
  public CompletableFuture<Backup> backup() {
    return backups.make();
  }

  @Override
  public OptionalLong leaderMillis() {
    DivisionInfo info = division.getInfo();
    return info.isLeader() && info.isLeaderReady()
        ? OptionalLong.of(stamp().millis())
        : OptionalLong.empty();
  }

  private Stamp stamp() {
    return clock.stamp(division.getInfo().getCurrentTerm(), machine.millis());
  }

  @Override
  public ConsensusView view() {
    return RatisView.of(addresses, division);
  }

  public Membership membership() {
    return membership;
  }

  @Override
  public ConsensusFigures figures() {
    Optional<Timer> syncs = figures.syncs();
    return new ConsensusFigures(
        groupCommit.batches(),
        groupCommit.commands(),
        groupCommit.waiting(),
        leaderChanges.sum(),
        figures.elections(),
        syncs.map(Timer::getCount).orElse(0L),
        syncs.map(timer -> (long) timer.getSnapshot().getMedian()).orElse(0L),
        syncs.map(timer -> (long) timer.getSnapshot().get99thPercentile()).orElse(0L));
  }

  /** Stops, after {@link #handOver}; bounded to a few seconds. */
  @Override
  public void close() {
    handOver();
    groupCommit.close();
    timer.shutdownNow();
    try {
      leader.close();
      server.close();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "consensus did not close cleanly", e);
    }
    background.shutdown();
  }

  /** Has the follower with most of the log lead instead of this node; bounded to two seconds. */
  public void handOver() {
    RatisView.successor(addresses, division).map(Addresses::toRaftId).ifPresent(own::handOver);
  }
}
