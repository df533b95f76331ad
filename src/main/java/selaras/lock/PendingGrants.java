package selaras.lock;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The callers on this node who stand in a queue. Each is woken by this node's own apply, with no
 * message between nodes.
 *
 * <p>Thread-safe.
 */
public final class PendingGrants implements Consumer<LockEvent> {
  private final ConcurrentHashMap<String, CompletableFuture<LockOutcome>> byLockId =
      new ConcurrentHashMap<>();
  private final Executor completions;

  /**
   * @param completions runs what callers do next, so that the log is not held up
   */
  public PendingGrants(Executor completions) {
    this.completions = completions;
  }

  /** The end of a wait; register before submitting, since the grant may come before the answer. */
  CompletableFuture<LockOutcome> register(String lockId) {
    return byLockId.computeIfAbsent(lockId, id -> new CompletableFuture<>());
  }

  void forget(String lockId) {
    byLockId.remove(lockId);
  }

  @Override
  public void accept(LockEvent event) {
    switch (event) {
      case LockEvent.Granted granted -> complete(granted.grant().lockId(), granted.grant());
      case LockEvent.WaitEnded ended -> complete(ended.lockId(), ended.held());
      case LockEvent.Freed freed -> {}
    }
  }

  private void complete(String lockId, LockOutcome outcome) {
    CompletableFuture<LockOutcome> waiting = byLockId.remove(lockId);
    if (waiting != null) {
      completions.execute(() -> waiting.complete(outcome));
    }
  }
}
