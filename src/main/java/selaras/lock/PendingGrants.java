package selaras.lock;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

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
   * @param end of the wait, as the log tells it
   * @param nodeStops completes when nobody can go on waiting here
   */
  record Wait(CompletableFuture<LockOutcome> end, CompletableFuture<Void> nodeStops) {}

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
    Wait wait =
        byLockId.computeIfAbsent(
            lockId, id -> new Wait(new CompletableFuture<>(), new CompletableFuture<>()));
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

  /** Whose lock was granted by an entry that only the snapshot has seen learns of it here. */
  @Override
  public void restored(long index, LockViews copy) {
    for (String lockId : byLockId.keySet()) {
      copy.grant(lockId).ifPresent(grant -> complete(lockId, grant));
    }
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
