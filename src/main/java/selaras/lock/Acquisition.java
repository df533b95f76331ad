package selaras.lock;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import selaras.consensus.ConsensusException;

/**
 * One call that takes a lock, and perhaps waits for it. Thread-safe; parks no thread.
 *
 * <p>It registers for the end of the wait, then submits. A request that is sent again may find that
 * the first one stands in the queue under another lock id; then it registers for that one and
 * submits once more, so that a grant in between is not missed.
 */
final class Acquisition {
  /** How long after its wait a caller is told that the outcome did not arrive. */
  private static final Duration SLACK = Duration.ofSeconds(5);

  private final LockLog log;
  private final PendingGrants pending;
  private final LockCommand.Acquire command;
  private final CompletableFuture<LockOutcome> outcome;
  private String waitsAs;
  private boolean abandoned;

  Acquisition(LockLog log, PendingGrants pending, LockCommand.Acquire command) {
    this.log = log;
    this.pending = pending;
    this.command = command;
    this.waitsAs = command.lockId();
    this.outcome =
        command.terms().waitMillis() == 0
            ? log.submit(command)
            : waiting(command.lockId(), log::submit);
    if (command.terms().waitMillis() > 0) {
      outcome.whenComplete((answer, failure) -> leave(failure));
    }
  }

  /** See {@link Locks#acquire}. */
  CompletableFuture<LockOutcome> outcome() {
    return outcome;
  }

  /** Nobody stays in line for a caller who is gone, or who was told that the outcome is unknown. */
  private void leave(Throwable failure) {
    if (outcome.isCancelled()
        || ConsensusException.unwrap(failure) instanceof ConsensusException.Indeterminate) {
      withdraw(abandon());
    }
  }

  private synchronized String abandon() {
    abandoned = true;
    return waitsAs;
  }

  private CompletableFuture<LockOutcome> waiting(
      String lockId, Function<LockCommand, CompletableFuture<LockOutcome>> submit) {
    PendingGrants.Wait wait = pending.register(lockId);
    return submit
        .apply(command)
        .thenCompose(answer -> awaitEnd(lockId, wait, answer))
        .whenComplete((answer, failure) -> pending.forget(lockId));
  }

  private CompletableFuture<LockOutcome> awaitEnd(
      String lockId, PendingGrants.Wait wait, LockOutcome answer) {
    if (!(answer instanceof LockOutcome.Queued queued)) {
      return CompletableFuture.completedFuture(answer);
    }
    if (!queued.lockId().equals(lockId)) {
      return waiting(queued.lockId(), log::submitAgain);
    }
    if (isAbandonedAs(lockId)) {
      withdraw(lockId);
    }
    return bounded(wait).thenApply(log::withoutGrace);
  }

  private synchronized boolean isAbandonedAs(String lockId) {
    waitsAs = lockId;
    return abandoned;
  }

  private void withdraw(String lockId) {
    log.submit(new LockCommand.Withdraw(lockId, command.lockId()));
  }

  private CompletableFuture<LockOutcome> bounded(PendingGrants.Wait wait) {
    return CompletableFuture.anyOf(wait.end(), wait.nodeStops())
        .orTimeout(command.terms().waitMillis() + SLACK.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionallyCompose(
            late ->
                CompletableFuture.failedFuture(
                    new ConsensusException.Indeterminate("the end of the wait did not arrive")))
        .thenCompose(first -> wait.end().isDone() ? wait.end().copy() : goOnElsewhere(wait));
  }

  /** A request with a name is found in line by whoever sends it again; without one it leaves. */
  private CompletableFuture<LockOutcome> goOnElsewhere(PendingGrants.Wait wait) {
    if (!command.requestId().isEmpty()) {
      return CompletableFuture.failedFuture(
          new ConsensusException.NodeStops("the same request_id goes on in line elsewhere", true));
    }
    return log.submit(new LockCommand.Withdraw(waitsAs(), command.lockId()))
        .thenCompose(
            left ->
                left instanceof LockOutcome.Done
                    ? CompletableFuture.failedFuture(
                        new ConsensusException.NodeStops("not in line any more", false))
                    : wait.end().copy());
  }

  private synchronized String waitsAs() {
    return waitsAs;
  }
}
