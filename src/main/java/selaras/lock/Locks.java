package selaras.lock;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import selaras.access.Owner;
import selaras.consensus.ConsensusException;

/**
 * What callers use: each method submits a command and gives the outcome.
 *
 * <p>Holders and request ids are told apart by their owners before they come here; ids of locks and
 * sessions are given out marked as their owner's, and whoever shows one is asked about that before.
 *
 * <p>Thread-safe; parks no thread. Futures complete within the consensus time-out plus the wait
 * asked for; with a {@link ConsensusException} when there was no agreement. A lease counts from the
 * moment the leader logged the command, so a careful caller counts from when it sent the request.
 */
public final class Locks {
  private final LockLog log;
  private final PendingGrants pending;

  public Locks(LockLog log, PendingGrants pending) {
    this.log = log;
    this.pending = pending;
  }

  /**
   * Takes all wanted resources or none.
   *
   * @param owner whose the lock is going to be
   * @param requestId the client's name for the request; empty for none
   * @param holderId empty for the one of the session
   * @param terms with the lease as the caller asked for it
   * @return {@link LockOutcome.Granted}, or a refusal; whoever cancels it leaves the queue, through
   *     the log, unless the same request has come again and waits instead
   */
  public CompletableFuture<LockOutcome> acquire(
      Owner owner, String requestId, String holderId, List<Want> wants, Terms terms) {
    Terms logged = terms.withLease(log.withGrace(Duration.ofMillis(terms.leaseMillis())));
    LockCommand.Acquire command =
        new LockCommand.Acquire(requestId, log.newId(owner), holderId, wants, logged);
    return new Acquisition(log, pending, command).outcome();
  }

  /** Gives a lock back by its id. */
  public CompletableFuture<LockOutcome> release(String requestId, String lockId) {
    return log.submit(new LockCommand.Release(requestId, lockId));
  }

  /** Gives back the lock by which a holder holds a resource. */
  public CompletableFuture<LockOutcome> release(
      String requestId, String resource, String holderId) {
    return log.submit(new LockCommand.ReleaseHeld(requestId, resource, holderId));
  }

  /** Takes a resource from all who hold it. */
  public CompletableFuture<LockOutcome> force(String requestId, String resource) {
    return log.submit(new LockCommand.ForceRelease(requestId, resource));
  }

  /** Lets a lease run anew; an expired one is refused. */
  public CompletableFuture<LockOutcome> renew(String requestId, String lockId, Duration lease) {
    return log.submit(new LockCommand.Renew(requestId, lockId, log.withGrace(lease)));
  }

  /** How a resource stands. */
  public CompletableFuture<ResourceView> look(String resource, Consistency consistency) {
    return ask(consistency, views -> views.resource(resource))
        .thenApply(view -> view.orElse(ResourceView.free(resource)));
  }

  /** How resources stand; see {@link LockViews#resources}. */
  public CompletableFuture<ResourcePage> list(
      String prefix, String after, int limit, Consistency consistency) {
    return ask(consistency, views -> views.resources(prefix, after, limit));
  }

  /** The lock with this fencing token, if it still holds the resource. */
  public CompletableFuture<Optional<Holder>> current(
      String resource, long token, Consistency consistency) {
    return ask(consistency, views -> views.current(resource, token));
  }

  private <T> CompletableFuture<T> ask(Consistency consistency, Function<LockViews, T> question) {
    return switch (consistency) {
      case LINEARIZABLE -> log.look(question);
      case LOCAL -> CompletableFuture.completedFuture(log.lookLocally(question));
    };
  }

  /** What a look may miss. */
  public enum Consistency {
    /** Nothing that was committed when it was asked for. */
    LINEARIZABLE,
    /** What this node has not applied yet. */
    LOCAL
  }
}
