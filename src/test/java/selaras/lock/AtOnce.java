package selaras.lock;

import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import selaras.consensus.Backup;
import selaras.consensus.Consensus;
import selaras.consensus.ConsensusException;
import selaras.consensus.ConsensusFigures;
import selaras.consensus.ConsensusView;

/** A consensus that applies what it is given, unless it is cut off. */
final class AtOnce implements Consensus {
  private final ReplicatedLocks table;
  volatile boolean cutOff;

  AtOnce(ReplicatedLocks table) {
    this.table = table;
  }

  @Override
  public CompletableFuture<byte[]> submit(byte[] command) {
    return cutOff
        ? CompletableFuture.failedFuture(new ConsensusException.NoQuorum("cut off"))
        : CompletableFuture.completedFuture(table.apply(1, command));
  }

  @Override
  public CompletableFuture<Void> barrier() {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void announceCommitted() {}

  @Override
  public OptionalLong leaderMillis() {
    return OptionalLong.empty();
  }

  @Override
  public CompletableFuture<Backup> backup() {
    throw new UnsupportedOperationException();
  }

  @Override
  public ConsensusView view() {
    throw new UnsupportedOperationException();
  }

  @Override
  public ConsensusFigures figures() {
    throw new UnsupportedOperationException();
  }
}
