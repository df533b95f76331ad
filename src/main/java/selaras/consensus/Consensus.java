package selaras.consensus;

import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/**
 * Agreement of the nodes on one order of commands.
 *
 * <p>Thread-safe. Every future completes within the configured time-out, with a {@link
 * ConsensusException} if agreement was not reached. Futures complete on threads of the consensus:
 * what hangs on them must not block.
 */
public interface Consensus {

  /**
   * Has the command applied exactly once, in the same order on every node, whichever node leads.
   *
   * @return the answer of {@link Replicated#apply}
   */
  CompletableFuture<byte[]> submit(byte[] command);

  /**
   * Waits until this node has applied everything that was committed when the call was made; what it
   * reads locally afterwards is linearizable. Adds no log entry.
   */
  CompletableFuture<Void> barrier();

  /**
   * Tells the other nodes at once what is committed, which they learn otherwise with the next entry
   * or heartbeat. For what somebody waits for elsewhere. Does nothing unless this node leads; never
   * blocks.
   */
  void announceCommitted();

  /** The log time in milliseconds by this node's clock, present only while it leads. */
  OptionalLong leaderMillis();

  /**
   * The state of this node, with everything that was committed when the call was made. One at a
   * time: it is held in memory whole.
   */
  CompletableFuture<Backup> backup();

  /** How this node sees the cluster right now; never blocks. */
  ConsensusView view();

  /** What this node has done so far; never blocks. */
  ConsensusFigures figures();
}
