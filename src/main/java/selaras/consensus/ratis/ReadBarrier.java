package selaras.consensus.ratis;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import selaras.consensus.ConsensusException;
import selaras.consensus.SharedBarrier;

/**
 * Lets a read of this node's state wait until it takes in all that was committed when it was asked
 * for: the leader, wherever it is, says how far that is and proves that it led (the ReadIndex of
 * Ongaro's dissertation, section 6.4).
 *
 * <p>Thread-safe. Who asks while another waits shares the next answer; asked again until it comes,
 * within the command time-out.
 */
final class ReadBarrier {
  private static final long AGAIN_MILLIS = 20;

  private final RaftServer.Division division;
  private final LeaderCalls leader;
  private final Leadership leadership;
  private final AppliedIndex applied;
  private final Duration attempt;
  private final Duration bound;
  private final Runnable leaderSilent;
  private final Executor completions;
  private final Executor background;
  private final SharedBarrier shared = new SharedBarrier(this::begin);

  /**
   * @param attempt how long one answer may take
   * @param bound how long all of it may take
   * @param leaderSilent told of each attempt that failed
   */
  ReadBarrier(
      RaftServer.Division division,
      LeaderCalls leader,
      Leadership leadership,
      AppliedIndex applied,
      Duration attempt,
      Duration bound,
      Runnable leaderSilent,
      Executor completions,
      Executor background) {
    this.division = division;
    this.leader = leader;
    this.leadership = leadership;
    this.applied = applied;
    this.attempt = attempt;
    this.bound = bound;
    this.leaderSilent = leaderSilent;
    this.completions = completions;
    this.background = background;
  }

  CompletableFuture<Void> await() {
    return shared.await();
  }

  /** What this node has committed, if it leads. */
  CompletableFuture<Long> readIndexHere() {
    DivisionInfo info = division.getInfo();
    long term = info.getCurrentTerm();
    long committed = division.getRaftLog().getLastCommittedIndex();
    // ready: an entry of its own term is committed, and so all of the earlier ones
    if (!info.isLeader() || !info.isLeaderReady() || info.getCurrentTerm() != term) {
      return CompletableFuture.failedFuture(new ConsensusException.NoQuorum("does not lead yet"));
    }
    return leadership
        .prove(term)
        .orTimeout(attempt.toMillis(), TimeUnit.MILLISECONDS)
        .thenApply(proven -> committed);
  }

  private CompletableFuture<Void> begin() {
    return until(System.nanoTime() + bound.toNanos());
  }

  private CompletableFuture<Void> until(long deadline) {
    long left = deadline - System.nanoTime();
    if (left <= 0) {
      return CompletableFuture.failedFuture(
          new ConsensusException.NoQuorum("no leader confirmed the read in time"));
    }
    return leader
        .ask(this::readIndexHere, Message.EMPTY, ByteBuffer::getLong)
        .thenCompose(applied::reach)
        .orTimeout(Math.min(left, attempt.toNanos()), TimeUnit.NANOSECONDS)
        .handleAsync((done, failure) -> failure, completions)
        .thenCompose(
            failure -> failure == null ? CompletableFuture.completedFuture(null) : again(deadline));
  }

  private CompletableFuture<Void> again(long deadline) {
    leaderSilent.run();
    return CompletableFuture.supplyAsync(
            () -> until(deadline),
            CompletableFuture.delayedExecutor(AGAIN_MILLIS, TimeUnit.MILLISECONDS, background))
        .thenCompose(again -> again);
  }
}
