package selaras.lock;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import selaras.consensus.Consensus;
import selaras.consensus.ConsensusException;

/**
 * What callers use: each method submits a command and gives the outcome.
 *
 * <p>Thread-safe; parks no thread. Futures complete within the consensus time-out plus the wait
 * asked for; with a {@link ConsensusException} when there was no agreement. A lease counts from the
 * moment the leader logged the command, so a careful caller counts from when it sent the request.
 */
public final class Locks {
  /** How long after its wait a caller is told that the outcome did not arrive. */
  private static final long WAIT_SLACK_MILLIS = 5_000;

  private final Consensus consensus;
  private final ReplicatedLocks copy;
  private final PendingGrants pending;
  private final long graceMillis;
  private final SecureRandom random = new SecureRandom();

  public Locks(Consensus consensus, ReplicatedLocks copy, PendingGrants pending, Duration grace) {
    this.consensus = consensus;
    this.copy = copy;
    this.pending = pending;
    this.graceMillis = grace.toMillis();
  }

  /**
   * Takes all wanted resources or none.
   *
   * @param requestId the client's name for the request; empty for none
   * @param lease until the lock expires
   * @param wait how long to stand in the queue; zero: not at all
   * @return {@link LockOutcome.Granted}, or a refusal
   */
  public CompletableFuture<LockOutcome> acquire(
      String requestId, String holderId, List<Want> wants, Duration lease, Duration wait) {
    String lockId = newLockId();
    LockCommand.Acquire command =
        new LockCommand.Acquire(
            requestId, lockId, holderId, wants, lease.toMillis() + graceMillis, wait.toMillis());
    if (wait.isZero()) {
      return submit(command);
    }
    return acquireWaiting(command, lockId)
        .whenComplete((outcome, failure) -> pending.forget(lockId));
  }

  /**
   * Registers for the end of the wait, then submits. A retried request may find that the first one
   * stands in the queue under another lock id; it registers for that one and submits once more, so
   * that a grant in between is not missed.
   */
  private CompletableFuture<LockOutcome> acquireWaiting(
      LockCommand.Acquire command, String lockId) {
    CompletableFuture<LockOutcome> end = pending.register(lockId);
    return submit(command)
        .thenCompose(outcome -> awaitEnd(command, lockId, end, outcome))
        .whenComplete((outcome, failure) -> pending.forget(lockId));
  }

  private CompletableFuture<LockOutcome> awaitEnd(
      LockCommand.Acquire command,
      String lockId,
      CompletableFuture<LockOutcome> end,
      LockOutcome outcome) {
    if (!(outcome instanceof LockOutcome.Queued queued)) {
      return CompletableFuture.completedFuture(outcome);
    }
    return queued.lockId().equals(lockId)
        ? bounded(end, command.waitMillis()).thenApply(this::withoutGrace)
        : acquireWaiting(command, queued.lockId());
  }

  private static CompletableFuture<LockOutcome> bounded(
      CompletableFuture<LockOutcome> end, long waitMillis) {
    return end.copy()
        .orTimeout(waitMillis + WAIT_SLACK_MILLIS, TimeUnit.MILLISECONDS)
        .exceptionallyCompose(
            late ->
                CompletableFuture.failedFuture(
                    new ConsensusException.Indeterminate("the end of the wait did not arrive")));
  }

  /** Gives a lock back by its id. */
  public CompletableFuture<LockOutcome> release(String requestId, String lockId) {
    return submit(new LockCommand.Release(requestId, lockId));
  }

  /** Gives back the lock by which a holder holds a resource. */
  public CompletableFuture<LockOutcome> release(
      String requestId, String resource, String holderId) {
    return submit(new LockCommand.ReleaseHeld(requestId, resource, holderId));
  }

  /** Lets a lease run anew; an expired one is refused. */
  public CompletableFuture<LockOutcome> renew(String requestId, String lockId, Duration lease) {
    return submit(new LockCommand.Renew(requestId, lockId, lease.toMillis() + graceMillis));
  }

  /** How a resource stands, linearizably; empty when it is free. */
  public CompletableFuture<Optional<ResourceView>> look(String resource) {
    return consensus.barrier().thenApply(caughtUp -> copy.view(resource));
  }

  /** How a resource stands in this node's copy, which may be behind. */
  public Optional<ResourceView> lookLocally(String resource) {
    return copy.view(resource);
  }

  private CompletableFuture<LockOutcome> submit(LockCommand command) {
    return consensus
        .submit(LockCodec.encode(command))
        .thenApply(LockCodec::decodeOutcome)
        .thenApply(this::withoutGrace);
  }

  /** Callers are told the lease they asked for; the grace on top is theirs to lose on the way. */
  private LockOutcome withoutGrace(LockOutcome outcome) {
    return switch (outcome) {
      case LockOutcome.Granted granted ->
          new LockOutcome.Granted(
              granted.lockId(),
              granted.holderId(),
              granted.wants(),
              granted.fencingToken(),
              granted.leaseMillis() - graceMillis);
      case LockOutcome.Renewed renewed ->
          new LockOutcome.Renewed(
              renewed.lockId(), renewed.fencingToken(), renewed.leaseMillis() - graceMillis);
      default -> outcome;
    };
  }

  private String newLockId() {
    byte[] bits = new byte[16];
    random.nextBytes(bits);
    return HexFormat.of().formatHex(bits);
  }
}
