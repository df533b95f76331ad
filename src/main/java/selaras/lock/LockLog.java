package selaras.lock;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import selaras.access.Owner;
import selaras.consensus.Consensus;

/**
 * The way of a command through the log and of its outcome back.
 *
 * <p>Leases are logged with some grace on top, for the way of the answer; callers are told what
 * they asked for, so that a lease never ends before its holder thinks it does. Thread-safe.
 */
public final class LockLog {
  private final Consensus consensus;
  private final ReplicatedLocks copy;
  private final TableRoom room;
  private final long graceMillis;
  private final Executor answers;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param answers where questions are answered, so that those who asked together do not wait until
   *     the one before has read its answer
   */
  public LockLog(
      Consensus consensus, ReplicatedLocks copy, TableRoom room, Duration grace, Executor answers) {
    this.consensus = consensus;
    this.copy = copy;
    this.room = room;
    this.graceMillis = grace.toMillis();
    this.answers = answers;
  }

  CompletableFuture<LockOutcome> submit(LockCommand command) {
    return room.admit(command)
        .map(this::log)
        .orElseGet(() -> CompletableFuture.completedFuture(room.refusal()));
  }

  /** As {@link #submit}, of a command that is known to be remembered: it needs no room. */
  CompletableFuture<LockOutcome> submitAgain(LockCommand command) {
    return log(command);
  }

  private CompletableFuture<LockOutcome> log(LockCommand command) {
    return consensus
        .submit(LockCodec.encode(command))
        .thenApply(OutcomeCodec::decode)
        .thenApply(outcome -> asAsked(command, outcome));
  }

  /** The grace is for the way of the answer, and as long as that may take of one given again. */
  private LockOutcome asAsked(LockCommand command, LockOutcome outcome) {
    if (outcome instanceof LockOutcome.Granted granted
        && command instanceof LockCommand.Acquire acquire
        && !acquire.terms().hasSession()) {
      long logged = acquire.terms().leaseMillis();
      long spent = logged - granted.leaseMillis();
      return spent > 0 && spent <= graceMillis
          ? granted.withLease(withoutGrace(logged))
          : withoutGrace(granted);
    }
    return withoutGrace(outcome);
  }

  /** Asks this node's copy once it has caught up with what was committed. */
  <T> CompletableFuture<T> look(Function<LockViews, T> question) {
    return consensus.barrier().thenApplyAsync(caughtUp -> copy.look(question), answers);
  }

  /** The log time as far as this node has come. */
  long now() {
    return copy.now();
  }

  /** For the way of an answer. */
  long graceMillis() {
    return graceMillis;
  }

  /** Where something is to be done after a while. */
  Executor after(Duration delay) {
    return CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS, answers);
  }

  /** Asks this node's copy as it is. */
  <T> T lookLocally(Function<LockViews, T> question) {
    return copy.look(question);
  }

  long withGrace(Duration lease) {
    return lease.toMillis() + graceMillis;
  }

  LockOutcome withoutGrace(LockOutcome outcome) {
    return switch (outcome) {
      case LockOutcome.Granted granted -> granted.withLease(withoutGrace(granted.leaseMillis()));
      case LockOutcome.Renewed renewed -> renewed.withLease(withoutGrace(renewed.leaseMillis()));
      case LockOutcome.SessionAlive alive -> alive.withLease(withoutGrace(alive.leaseMillis()));
      default -> outcome;
    };
  }

  private long withoutGrace(long leaseMillis) {
    return Math.max(0, leaseMillis - graceMillis);
  }

  /** A name that nobody else has or guesses, and that is its owner's. */
  String newId(Owner owner) {
    byte[] bits = new byte[16];
    random.nextBytes(bits);
    return owner.mark(HexFormat.of().formatHex(bits));
  }
}
