package selaras.lock;

import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import selaras.consensus.Consensus;

/**
 * Proposes the passing of time, on the leader: when a lease or a wait is due, and once a second
 * while there is any, so that a new leader has lost at most that second. A deposed leader's
 * proposal gets the time of the next one, so it can end nothing early.
 *
 * <p>Thread-safe. At most one proposal is under way.
 */
public final class LeaseKeeper implements AutoCloseable {
  /** What a lease can be late by on a leader that keeps running. */
  static final long CHECK_MILLIS = 25;

  private static final long LOG_TIME_AT_LEAST_EVERY_MILLIS = 1_000;

  private final Consensus consensus;
  private final ReplicatedLocks locks;
  private final LockLimits limits;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("lease-keeper").factory());
  private final AtomicBoolean proposing = new AtomicBoolean();

  /**
   * @param limits what the table is to be limited to
   */
  public LeaseKeeper(Consensus consensus, ReplicatedLocks locks, LockLimits limits) {
    this.consensus = consensus;
    this.locks = locks;
    this.limits = limits;
  }

  public void start() {
    timer.scheduleWithFixedDelay(this::check, CHECK_MILLIS, CHECK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void check() {
    OptionalLong leaderMillis = consensus.leaderMillis();
    if (leaderMillis.isEmpty()) {
      return;
    }
    if (!locks.limits().equals(limits)) {
      propose(new LockCommand.Configure(limits));
    } else if (isTimeToLog(leaderMillis.getAsLong())) {
      propose(new LockCommand.Tick());
    }
  }

  private boolean isTimeToLog(long millis) {
    OptionalLong next = locks.nextDeadline();
    return next.isPresent()
        && (next.getAsLong() <= millis || millis - locks.now() >= LOG_TIME_AT_LEAST_EVERY_MILLIS);
  }

  private void propose(LockCommand command) {
    if (proposing.compareAndSet(false, true)) {
      consensus
          .submit(LockCodec.encode(command))
          .whenComplete((answer, failure) -> proposing.set(false));
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
