package selaras.consensus.ratis;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.ratis.io.MD5Hash;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftConfigurationProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.server.storage.RaftStorageMetadata;
import org.apache.ratis.statemachine.StateMachineStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.statemachine.impl.SimpleStateMachineStorage;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;
import org.apache.ratis.util.AtomicFileOutputStream;
import org.apache.ratis.util.LifeCycle;
import org.apache.ratis.util.MD5FileUtil;
import selaras.cluster.NodeId;
import selaras.consensus.Backup;
import selaras.consensus.BatchedMachine;
import selaras.consensus.Stamp;

/**
 * Lets Ratis drive a {@link BatchedMachine}: stamps entries on the leader, applies them everywhere.
 */
final class RatisMachine extends BaseStateMachine {
  private static final Logger LOG = Logger.getLogger(RatisMachine.class.getName());

  private final SimpleStateMachineStorage storage = new SimpleStateMachineStorage();
  private final BatchedMachine machine;
  private final Supplier<Stamp> clock;
  private final Consumer<NodeId> onLeaderChanged;
  private final Consumer<Throwable> onLogFailed;
  private final Supplier<CompletableFuture<Long>> readIndex;
  private final Function<String, CompletableFuture<String>> question;
  private final Runnable onMembersChanged;
  private final AppliedIndex applied;
  private final Optional<Backup> seed;

  /**
   * @param machine what is replicated
   * @param clock the leader's clock; read only where this node leads
   * @param onLeaderChanged told when this node learns of another leader
   * @param onLogFailed told when this node cannot write its log any more
   * @param readIndex asked, where this node leads, by those who want to read elsewhere
   * @param question asked by other nodes, in words
   * @param onMembersChanged told when this node learns of other members
   * @param applied told how far this node has come
   * @param seed what an empty storage begins with
   */
  RatisMachine(
      BatchedMachine machine,
      Supplier<Stamp> clock,
      Consumer<NodeId> onLeaderChanged,
      Consumer<Throwable> onLogFailed,
      Supplier<CompletableFuture<Long>> readIndex,
      Function<String, CompletableFuture<String>> question,
      Runnable onMembersChanged,
      AppliedIndex applied,
      Optional<Backup> seed) {
    this.machine = machine;
    this.clock = clock;
    this.onLeaderChanged = onLeaderChanged;
    this.onLogFailed = onLogFailed;
    this.readIndex = readIndex;
    this.question = question;
    this.onMembersChanged = onMembersChanged;
    this.applied = applied;
    this.seed = seed;
  }

  @Override
  public void initialize(RaftServer server, RaftGroupId groupId, RaftStorage raftStorage)
      throws IOException {
    super.initialize(server, groupId, raftStorage);
    storage.init(raftStorage);
    if (seed.isPresent()) {
      plant(seed.get(), raftStorage);
    }
    loadLatestSnapshot();
    run();
  }

  /** Before Ratis reads its term, and as if the leader of that term had sent the snapshot. */
  private void plant(Backup backup, RaftStorage raftStorage) throws IOException {
    raftStorage.getMetadataFile().persist(RaftStorageMetadata.valueOf(backup.term(), null));
    save(out -> out.write(backup.snapshot()), TermIndex.valueOf(backup.term(), backup.index()));
  }

  private void run() {
    getLifeCycle().transition(LifeCycle.State.STARTING);
    getLifeCycle().transition(LifeCycle.State.RUNNING);
  }

  @Override
  public void pause() {
    getLifeCycle().transition(LifeCycle.State.PAUSING);
    getLifeCycle().transition(LifeCycle.State.PAUSED);
  }

  /** A snapshot came from the leader. */
  @Override
  public void reinitialize() throws IOException {
    storage.loadLatestSnapshot();
    loadLatestSnapshot();
    run();
  }

  private void loadLatestSnapshot() throws IOException {
    SingleFileSnapshotInfo latest = getLatestSnapshot();
    if (latest == null) {
      return;
    }
    File file = latest.getFile().getPath().toFile();
    MD5FileUtil.verifySavedMD5(file, latest.getFile().getFileDigest());
    try (InputStream snapshot = new BufferedInputStream(new FileInputStream(file), 1 << 16)) {
      machine.restore(latest.getIndex(), snapshot);
    }
    setLastAppliedTermIndex(latest.getTermIndex());
    applied.reached(latest.getIndex());
  }

  @Override
  public long takeSnapshot() throws IOException {
    TermIndex last = getLastAppliedTermIndex();
    save(machine::snapshot, last);
    return last.getIndex();
  }

  /** Writes a snapshot. */
  private interface Writing {
    void to(OutputStream out) throws IOException;
  }

  private void save(Writing snapshot, TermIndex last) throws IOException {
    File file = storage.getSnapshotFile(last.getTerm(), last.getIndex());
    // written beside, fsynced, renamed: a crash leaves the former snapshot as it was
    try (AtomicFileOutputStream out = new AtomicFileOutputStream(file)) {
      BufferedOutputStream buffered = new BufferedOutputStream(out, 1 << 16);
      snapshot.to(buffered);
      buffered.flush();
    }
    MD5Hash digest = MD5FileUtil.computeAndSaveMd5ForFile(file);
    storage.updateLatestSnapshot(
        new SingleFileSnapshotInfo(new FileInfo(file.toPath(), digest), last));
  }

  /** The latest snapshot, which has to be there. */
  Backup backup() throws IOException {
    SingleFileSnapshotInfo latest = getLatestSnapshot();
    byte[] snapshot = Files.readAllBytes(latest.getFile().getPath());
    return new Backup(latest.getTermIndex().getTerm(), latest.getIndex(), snapshot);
  }

  /** The digest is written last: a snapshot without one was cut short and does not count. */
  @Override
  public SingleFileSnapshotInfo getLatestSnapshot() {
    SingleFileSnapshotInfo latest = storage.getLatestSnapshot();
    return latest == null || latest.getFile().getFileDigest() == null ? null : latest;
  }

  @Override
  public StateMachineStorage getStateMachineStorage() {
    return storage;
  }

  /** On the leader, before an entry is logged. */
  @Override
  public TransactionContext startTransaction(RaftClientRequest request) {
    ByteString stamp = UnsafeByteOperations.unsafeWrap(clock.get().encode());
    return TransactionContext.newBuilder()
        .setStateMachine(this)
        .setClientRequest(request)
        .setLogData(stamp.concat(request.getMessage().getContent()))
        .build();
  }

  @Override
  public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
    LogEntryProto entry = transaction.getLogEntry();
    byte[] reply = apply(entry);
    updateLastAppliedTermIndex(entry.getTerm(), entry.getIndex());
    applied.reached(entry.getIndex());
    return CompletableFuture.completedFuture(
        Message.valueOf(UnsafeByteOperations.unsafeWrap(reply)));
  }

  /** Ratis closes the server when this throws, and the liveness of the node says so. */
  private byte[] apply(LogEntryProto entry) {
    try {
      return machine.apply(
          entry.getTerm(),
          entry.getIndex(),
          entry.getStateMachineLogEntry().getLogData().asReadOnlyByteBuffer());
    } catch (RuntimeException e) {
      LOG.log(
          Level.SEVERE,
          "log entry %d cannot be applied: damaged, or of a newer release; this node stops here"
              .formatted(entry.getIndex()),
          e);
      throw e;
    }
  }

  /** An entry of Ratis's own. */
  @Override
  public void notifyTermIndexUpdated(long term, long index) {
    super.notifyTermIndexUpdated(term, index);
    applied.reached(index);
  }

  /**
   * For a node that follows this one: the read index, or what it asks in words; fails where this
   * node does not lead.
   */
  @Override
  public CompletableFuture<Message> queryStale(Message request, long minIndex) {
    return request.getContent().isEmpty()
        ? readIndex()
        : question.apply(request.getContent().toStringUtf8()).thenApply(Message::valueOf);
  }

  private CompletableFuture<Message> readIndex() {
    return readIndex
        .get()
        .thenApply(
            index ->
                Message.valueOf(
                    UnsafeByteOperations.unsafeWrap(
                        ByteBuffer.allocate(Long.BYTES).putLong(index).flip())));
  }

  @Override
  public void notifyLeaderChanged(RaftGroupMemberId member, RaftPeerId newLeader) {
    onLeaderChanged.accept(new NodeId(newLeader.toString()));
  }

  @Override
  public void notifyConfigurationChanged(long term, long index, RaftConfigurationProto members) {
    onMembersChanged.run();
  }

  @Override
  public void notifyLogFailed(Throwable cause, LogEntryProto failedEntry) {
    onLogFailed.accept(cause);
  }
}
