package selaras.lock;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import selaras.consensus.Backup;
import selaras.consensus.Consensus;
import selaras.consensus.ConsensusFigures;
import selaras.consensus.ConsensusView;

/** A consensus that only says whether this node leads, in which term and up to which index. */
final class Office implements Consensus {
  boolean leads = true;
  long term = 1;
  long index;

  @Override
  public OptionalLong leaderMillis() {
    return leads ? OptionalLong.of(0) : OptionalLong.empty();
  }

  @Override
  public ConsensusView view() {
    ConsensusView.Role role = leads ? ConsensusView.Role.LEADER : ConsensusView.Role.FOLLOWER;
    return new ConsensusView(true, role, term, Optional.empty(), index, index, List.of());
  }

  @Override
  public ConsensusFigures figures() {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<Backup> backup() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void announceCommitted() {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<byte[]> submit(byte[] command) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<Void> barrier() {
    throw new UnsupportedOperationException();
  }
}
