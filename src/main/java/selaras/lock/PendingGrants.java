package selaras.lock;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import selaras.consensus.ConsensusException;

/**
 * The callers on this node who stand in a queue. Each is woken by this node's own apply, with no
 * message between nodes.
 *
 * <p>Thread-safe.
 */
public final class PendingGrants implements LockListener {
  private final ConcurrentHashMap<String, Wait> byLockId = new ConcurrentHashMap<>();
  private final Executor completions;
  private final Runnable waitedElsewhere;
  private volatile boolean stopping;

  /**
   * One who waits.
   *
   * @param stands completes when it is known to be in line
   * @param end of the wait, as the log tells it
   * @param nodeStops completes when nobody can go on waiting here
   */
  record Wait(
      CompletableFuture<Void> stands,
      CompletableFuture<LockOutcome> end,
      CompletableFuture<Void> nodeStops) {
    Wait() {
      this(new CompletableFuture<>(), new CompletableFuture<>(), new CompletableFuture<>());
    }
  }

  /**
   * @param completions runs what callers do next, so that the log is not held up
   * @param waitedElsewhere is told of the end of each wait that nobody here waits for
   */
  public PendingGrants(Executor completions, Runnable waitedElsewhere) {
    this.completions = completions;
    this.waitedElsewhere = waitedElsewhere;
  }

  /** A wait that begins; register before submitting: the grant may come before the answer. */
  Wait register(String lockId) {
    Wait wait = byLockId.computeIfAbsent(lockId, id -> new Wait());
    if (stopping) {
      wait.nodeStops().complete(null);
    }
    return wait;
  }

  /** Nobody can wait on this node any more. */
  public void stop() {
    stopping = true;
    byLockId.values().forEach(wait -> wait.nodeStops().complete(null));
  }

  void forget(String lockId) {
    byLockId.remove(lockId);
  }

  @Override
  public void happened(EventId id, LockEvent event) {
    switch (event) {
      case LockEvent.Granted granted -> {
        if (!granted.waiterId().isEmpty()) {
          complete(granted.waiterId(), granted.grant());
        }
      }
      case LockEvent.WaitEnded ended -> complete(ended.lockId(), ended.outcome());
      case LockEvent.Queued queued -> {}
      case LockEvent.Freed freed -> {}
    }
  }

  /**
   * Whose wait ended by an entry that only the snapshot has seen learns of it here: of the grant,
   * or that there was an end, which nobody here knows any more.
   */
  @Override
  public void restored(long index, LockViews copy) {
    byLockId.forEach(
        (lockId, wait) -> {
          Optional<LockOutcome.Granted> grant = copy.grant(lockId);
          if (grant.isPresent()) {
            complete(lockId, grant.get());
          } else if (wait.stands().isDone() && !copy.isWaiting(lockId)) {
            byLockId.remove(lockId);
            completions.execute(() -> wait.end().completeExceptionally(endMissed()));
          }
        });
  }

  private static ConsensusException endMissed() {
    return new ConsensusException.Indeterminate("the wait ended while this node was behind");
  }

  private void complete(String lockId, LockOutcome outcome) {
    Wait wait = byLockId.remove(lockId);
    if (wait == null) {
      waitedElsewhere.run();
    } else {
      completions.execute(() -> wait.end().complete(outcome));
    }
  }
}
