package selaras.consensus.ratis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.ratis.client.RaftClientRpc;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcFactory;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SnapshotManagementRequest;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.storage.RaftStorage.StartupOption;
import org.apache.ratis.thirdparty.com.codahale.metrics.Timer;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;
import org.apache.ratis.util.ExitUtils;
import selaras.cluster.NodeId;
import selaras.cluster.Topology;
import selaras.consensus.Backup;
import selaras.consensus.BatchedMachine;
import selaras.consensus.CommitNews;
import selaras.consensus.Completions;
import selaras.consensus.Consensus;
import selaras.consensus.ConsensusException;
import selaras.consensus.ConsensusFigures;
import selaras.consensus.ConsensusView;
import selaras.consensus.GroupCommit;
import selaras.consensus.GroupCommitSettings;
import selaras.consensus.LeaderClock;
import selaras.consensus.Membership;
import selaras.consensus.Replicated;
import selaras.consensus.SharedBarrier;
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

  private static final long HANDOVER_MILLIS = 2_000;
  private static final long NEWS_PAUSE_MILLIS = 3;
  private static final long SNAPSHOT_MILLIS = 30_000;

  private final Addresses addresses;
  private final ClientId clientId = ClientId.randomId();
  private final AtomicLong callIds = new AtomicLong();
  private final LeaderClock clock = new LeaderClock(System::nanoTime);
  private final BatchedMachine machine;
  private final RatisMachine ratisMachine;
  private final RaftServer server;
  private final RaftServer.Division division;
  private final RaftClientRpc forwarding;
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

  private final Completions completions;
  private final GroupCommit groupCommit;
  private final GroupCommitSettings bounds;
  private final Leadership leadership;
  private final AppliedIndex applied = new AppliedIndex();
  private final SharedBarrier barriers = new SharedBarrier(this::newBarrier);
  private final CommitNews news;
  private final Duration readTimeout;
  private final Reconnection reconnection;
  private final AtomicBoolean backingUp = new AtomicBoolean();
  private final LongAdder leaderChanges = new LongAdder();
  private final AtomicReference<String> lastNews = new AtomicReference<>("");
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
    this.completions = completions;
    this.bounds = bounds;
    this.readTimeout = settings.readTimeout();
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
            settings.restoreFile().filter(file -> !hasState(settings)).map(this::toBeginWith));
    this.groupCommit =
        new GroupCommit(this::propose, bounds, new SecureRandom().nextLong(), timer, completions);
    RaftProperties properties = RatisProperties.of(settings, topology.me());
    List<RaftPeer> nodes = topology.peers().stream().map(Addresses::toRaft).toList();
    RaftGroup group = settings.join() ? RaftGroup.valueOf(GROUP) : RaftGroup.valueOf(GROUP, nodes);
    try {
      this.server = build(settings, properties, group);
      this.division = server.getDivision(GROUP);
      this.forwarding =
          new GrpcFactory(WatchedGrpc.parameters(settings.tls()))
              .newRaftClientRpc(clientId, properties);
      forwarding.addRaftPeers(Addresses.toAsk(nodes));
      server.getServerRpc().addRaftPeers(nodes);
    } catch (IOException e) {
      throw new IllegalStateException("the Raft state cannot be read: " + settings.dir(), e);
    }
    this.figures = new RatisFigures(division.getMemberId());
    this.changes =
        new LeaderOfChanges(
            server, division, addresses, settings.electionMax(), this::handOver, background);
    this.membership =
        new RatisMembership(
            division,
            addresses,
            this::askLeader,
            bounds.commandTimeout(),
            bounds.commandTimeout().plus(settings.stagingTimeout()),
            background);
    this.reconnection = new Reconnection(server, division, background);
    this.news =
        new CommitNews(
            barriers::await,
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

  private Backup toBeginWith(Path file) {
    try {
      Backup backup = Backup.read(file);
      LOG.info("begins with the backup " + file + ", of log index " + backup.index());
      return backup.afterLoss(machine);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("raft.restore.file=" + file + ": " + e.getMessage(), e);
    }
  }

  /** Ratis tells of the same leader again whenever a connection to it was lost meanwhile. */
  private void leaderChanged(NodeId leader) {
    groupCommit.leaderChanged();
    reconnection.leaderIs(RaftPeerId.valueOf(leader.value()));
    long term = division.getInfo().getCurrentTerm();
    String office = leader + (leader.equals(addresses.topology().self()) ? ", this node," : "");
    String news = office + " leads in term " + term;
    if (!news.equals(lastNews.getAndSet(news))) {
      leaderChanges.increment();
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
    Message message = Message.valueOf(UnsafeByteOperations.unsafeWrap(batch));
    return withLeader(leader -> propose(leader, message)).thenApply(RatisConsensus::content);
  }

  private CompletableFuture<RaftClientReply> propose(RaftPeerId leader, Message message) {
    RaftClientRequest request = request(leader, message, RaftClientRequest.writeRequestType());
    return leader.equals(server.getId()) ? submitLocally(request) : forward(leader, request);
  }

  private <T> CompletableFuture<T> withLeader(Function<RaftPeerId, CompletableFuture<T>> ask) {
    DivisionInfo info = division.getInfo();
    RaftPeerId leader = info.isLeader() ? server.getId() : info.getLeaderId();
    return leader == null
        ? CompletableFuture.failedFuture(new ConsensusException.NoQuorum("no leader is known"))
        : ask.apply(leader);
  }

  private RaftClientRequest request(RaftPeerId to, Message message, RaftClientRequest.Type type) {
    return RaftClientRequest.newBuilder()
        .setClientId(clientId)
        .setServerId(to)
        .setGroupId(GROUP)
        .setCallId(callIds.incrementAndGet())
        .setMessage(message)
        .setType(type)
        .build();
  }

  private CompletableFuture<RaftClientReply> submitLocally(RaftClientRequest request) {
    try {
      return server.submitClientRequestAsync(request);
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletableFuture<RaftClientReply> forward(RaftPeerId leader, RaftClientRequest request) {
    // who became a member meanwhile; does nothing with those that it knows
    forwarding.addRaftPeers(Addresses.toAsk(division.getRaftConf().getAllPeers()));
    CompletableFuture<RaftClientReply> sent = forwarding.sendRequestAsyncUnordered(request);
    // The stream is of no use after an error: the next request makes a new one. Closing the old one
    // can take a while, and whoever waits for this attempt need not.
    sent.whenCompleteAsync(
        (reply, failure) -> {
          if (failure != null) {
            forwarding.handleException(leader, failure, true);
          }
        },
        background);
    return sent;
  }

  private static ByteBuffer content(RaftClientReply reply) {
    if (!reply.isSuccess()) {
      throw new CompletionException(reply.getException());
    }
    return reply.getMessage().getContent().asReadOnlyByteBuffer();
  }

  @Override
  public CompletableFuture<Void> barrier() {
    return barriers.await();
  }

  /** Ratis has no call for that, but each barrier is confirmed by heartbeats, which say it. */
  @Override
  public void announceCommitted() {
    if (division.getInfo().isLeader()) {
      long committed = division.getRaftLog().getLastCommittedIndex();
      background.execute(() -> news.announce(committed));
    }
  }

  private CompletableFuture<Void> newBarrier() {
    return barrier(System.nanoTime() + bounds.commandTimeout().toNanos());
  }

  private CompletableFuture<Void> barrier(long deadline) {
    long left = deadline - System.nanoTime();
    if (left <= 0) {
      return CompletableFuture.failedFuture(
          new ConsensusException.NoQuorum("no leader confirmed the read in time"));
    }
    return readIndex()
        .thenCompose(applied::reach)
        .orTimeout(Math.min(left, readTimeout.toNanos()), TimeUnit.NANOSECONDS)
        .handleAsync((done, failure) -> failure, completions)
        .thenCompose(
            failure ->
                failure == null ? CompletableFuture.completedFuture(null) : barrierAgain(deadline));
  }

  /** What the leader had committed when it was asked, and led; asked wherever it is. */
  private CompletableFuture<Long> readIndex() {
    return withLeader(
        leader -> leader.equals(server.getId()) ? readIndexHere() : readIndexAt(leader));
  }

  private CompletableFuture<Long> readIndexAt(RaftPeerId leader) {
    // "stale" to Ratis, since it confirms nothing itself: the machine there does
    var type = RaftClientRequest.staleReadRequestType(0);
    return forward(leader, request(leader, Message.EMPTY, type))
        .thenApply(reply -> content(reply).getLong());
  }

  private CompletableFuture<LeaderAnswer> askLeader(ChangeRequest change) {
    return withLeader(
        leader -> {
          if (leader.equals(server.getId())) {
            return changes.ask(change);
          }
          var type = RaftClientRequest.staleReadRequestType(0);
          return forward(leader, request(leader, Message.valueOf(change.text()), type))
              .thenApply(reply -> UTF_8.decode(content(reply)).toString())
              .thenApply(LeaderAnswer::parse);
        });
  }

  /** For a node that follows this one. */
  private CompletableFuture<String> changeHere(String request) {
    return changes.answer(request);
  }

  private void membersChanged() {
    changes.membersChanged();
  }

  private CompletableFuture<Long> readIndexHere() {
    DivisionInfo info = division.getInfo();
    long term = info.getCurrentTerm();
    long committed = division.getRaftLog().getLastCommittedIndex();
    // ready: an entry of its own term is committed, and so all of the earlier ones
    if (!info.isLeader() || !info.isLeaderReady() || info.getCurrentTerm() != term) {
      return CompletableFuture.failedFuture(new ConsensusException.NoQuorum("does not lead yet"));
    }
    return leadership
        .prove(term)
        .orTimeout(readTimeout.toMillis(), TimeUnit.MILLISECONDS)
        .thenApply(proven -> committed);
  }

  /** Whether this node, where it is a member, and these followers may decide for all. */
  private boolean isMajority(Set<RaftPeerId> followers) {
    Set<RaftPeerId> nodes = new HashSet<>(followers);
    nodes.add(server.getId());
    return Quorum.isMajority(division.getRaftConf(), nodes);
  }

  private CompletableFuture<Void> barrierAgain(long deadline) {
    reconnection.leaderSilent();
    return CompletableFuture.supplyAsync(
            () -> barrier(deadline),
            CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS, background))
        .thenCompose(again -> again);
  }

  @Override
  public CompletableFuture<Backup> backup() {
    if (!backingUp.compareAndSet(false, true)) {
      return CompletableFuture.failedFuture(
          new ConsensusException.Overloaded("another backup is being made on this node"));
    }
    return barrier()
        .thenCompose(caughtUp -> server.snapshotManagementAsync(snapshotNow()))
        .thenApplyAsync(this::latestSnapshot, background)
        .whenComplete((backup, failure) -> backingUp.set(false));
  }

  private SnapshotManagementRequest snapshotNow() {
    return SnapshotManagementRequest.newCreate(
        clientId, server.getId(), GROUP, callIds.incrementAndGet(), SNAPSHOT_MILLIS, 1);
  }

  private Backup latestSnapshot(RaftClientReply taken) {
    try {
      if (!taken.isSuccess()) {
        throw taken.getException();
      }
      return ratisMachine.backup();
    } catch (IOException e) {
      throw new CompletionException(e);
    }
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
      forwarding.close();
      server.close();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "consensus did not close cleanly", e);
    }
    background.shutdown();
  }

  /** Has the follower with most of the log lead instead of this node; bounded to two seconds. */
  public void handOver() {
    Optional<NodeId> successor = RatisView.successor(addresses, division);
    if (successor.isEmpty()) {
      return;
    }
    TransferLeadershipRequest request =
        new TransferLeadershipRequest(
            clientId,
            server.getId(),
            GROUP,
            callIds.incrementAndGet(),
            RaftPeerId.valueOf(successor.get().value()),
            HANDOVER_MILLIS);
    try {
      server.transferLeadershipAsync(request).get(HANDOVER_MILLIS, TimeUnit.MILLISECONDS);
    } catch (IOException | ExecutionException | TimeoutException e) {
      LOG.log(Level.INFO, "leadership was not handed over; the others will elect", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
