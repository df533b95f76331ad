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
 *
 * <p>A node that was stopped or cut off may learn of a grant long after it was logged. Log time
 * never runs faster than clocks do: what this node's own clock says that the call took, less the
 * log time between asking and grant, is no less than the age of the grant. One that may be older
 * than the grace that was logged for the way of the answer is looked up before the caller hears of
 * it.
 */
final class Acquisition {
  /** How long after its wait a caller is told that the outcome did not arrive. */
  private static final Duration SLACK = Duration.ofSeconds(5);

  /** Before the second try to leave the line; each pause is twice as long as the one before. */
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);

  private static final Duration LONG_RETRY = Duration.ofMinutes(1);

  private final LockLog log;
  private final PendingGrants pending;
  private final LockCommand.Acquire command;
  private final CompletableFuture<LockOutcome> outcome;
  private final long sentNanos = System.nanoTime();
  private volatile long askedMillis;
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
    askedMillis = log.now();
    wait.stands().complete(null);
    return bounded(wait).thenCompose(this::notOld).thenApply(log::withoutGrace);
  }

  private CompletableFuture<LockOutcome> notOld(LockOutcome end) {
    if (end instanceof LockOutcome.Granted granted && ageMillis(granted) > log.graceMillis()) {
      return log.look(views -> views.leaseLeft(granted.lockId()))
          .exceptionallyCompose(failure -> unknown("whether the lock is still held is not known"))
          .thenCompose(left -> withLease(left, granted));
    }
    return CompletableFuture.completedFuture(end);
  }

  private CompletableFuture<LockOutcome> withLease(long left, LockOutcome.Granted granted) {
    return left > log.graceMillis()
        ? CompletableFuture.completedFuture(granted.withLease(left))
        : unknown("the lease was over before this node heard of the grant");
  }

  /** It was granted no longer ago than this, in ms. */
  private long ageMillis(LockOutcome.Granted granted) {
    long tookMillis = (System.nanoTime() - sentNanos) / 1_000_000;
    return log.lookLocally(
        views -> {
          long spent = granted.leaseMillis() - views.leaseLeft(granted.lockId());
          return tookMillis - (views.now() - askedMillis) + spent;
        });
  }

  private synchronized boolean isAbandonedAs(String lockId) {
    waitsAs = lockId;
    return abandoned;
  }

  private void withdraw(String lockId) {
    withdraw(lockId, FIRST_RETRY);
  }

  /**
   * Again until it is in the log: the wait may be long, and whoever it is for would hold the lock.
   */
  private void withdraw(String lockId, Duration retryAfter) {
    log.submit(new LockCommand.Withdraw(lockId, command.lockId()))
        .whenComplete(
            (done, failure) -> {
              if (failure != null && !isOver()) {
                boolean isLong = retryAfter.compareTo(LONG_RETRY) >= 0;
                Duration next = isLong ? retryAfter : retryAfter.multipliedBy(2);
                log.after(retryAfter).execute(() -> withdraw(lockId, next));
              }
            });
  }

  private boolean isOver() {
    return System.nanoTime() - sentNanos > command.terms().waitMillis() * 1_000_000;
  }

  private CompletableFuture<LockOutcome> bounded(PendingGrants.Wait wait) {
    return CompletableFuture.anyOf(wait.end(), wait.nodeStops())
        .orTimeout(command.terms().waitMillis() + SLACK.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionallyCompose(late -> unknown("the end of the wait did not arrive"))
        .thenCompose(first -> wait.end().isDone() ? wait.end().copy() : goOnElsewhere(wait));
  }

  private static <T> CompletableFuture<T> unknown(String what) {
    return CompletableFuture.failedFuture(new ConsensusException.Indeterminate(what));
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
