package selaras.consensus.ratis;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Logger;
import org.apache.ratis.protocol.RaftClientReply;
import selaras.consensus.Backup;
import selaras.consensus.BatchedMachine;
import selaras.consensus.ConsensusException;

/** Backups of all that is committed, as this node has it; one at a time. Thread-safe. */
final class Backups {
  private static final Logger LOG = Logger.getLogger(Backups.class.getName());

  private final ReadBarrier barrier;
  private final OwnServer server;
  private final RatisMachine machine;
  private final Executor background;
  private final AtomicBoolean underWay = new AtomicBoolean();

  /**
   * @param background reads the snapshot from the disk
   */
  Backups(ReadBarrier barrier, OwnServer server, RatisMachine machine, Executor background) {
    this.barrier = barrier;
    this.server = server;
    this.machine = machine;
    this.background = background;
  }

  /** Fails with {@link ConsensusException.Overloaded} while another is made. */
  CompletableFuture<Backup> make() {
    if (!underWay.compareAndSet(false, true)) {
      return CompletableFuture.failedFuture(
          new ConsensusException.Overloaded("another backup is being made on this node"));
    }
    return barrier
        .await()
        .thenCompose(caughtUp -> server.takeSnapshot())
        .thenApplyAsync(this::latestSnapshot, background)
        .whenComplete((backup, failure) -> underWay.set(false));
  }

  private Backup latestSnapshot(RaftClientReply taken) {
    try {
      if (!taken.isSuccess()) {
        throw taken.getException();
      }
      return machine.backup();
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  /**
   * What a new cluster begins with, by a file that the nodes of an old one made.
   *
   * @throws IllegalArgumentException when the file is none
   */
  static Backup toBeginWith(Path file, BatchedMachine machine) {
    try {
      Backup backup = Backup.read(file);
      LOG.info("begins with the backup " + file + ", of log index " + backup.index());
      return backup.afterLoss(machine);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("raft.restore.file=" + file + ": " + e.getMessage(), e);
    }
  }
}
