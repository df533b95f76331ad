package selaras.lock;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import selaras.consensus.Consensus;

/**
 * Counts what happens to locks, on the node that leads: the sum over all nodes is that of the
 * cluster. A node that reads its log again after a start leads nobody yet and counts nothing twice.
 *
 * <p>Thread-safe.
 */
public final class LockCounters implements LockListener {
  private final LongAdder granted = new LongAdder();
  private final LongAdder queued = new LongAdder();
  private final LongAdder released = new LongAdder();
  private final LongAdder expired = new LongAdder();
  private final LongAdder forced = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder deadlocks = new LongAdder();
  private final Supplier<Consensus> source;
  private Consensus consensus;

  /**
   * @param consensus says whether this node leads; asked for once, with the first event
   */
  public LockCounters(Supplier<Consensus> consensus) {
    this.source = consensus;
  }

  /**
   * The counts so far.
   *
   * @param granted locks granted, at once or after a wait
   * @param queued calls that had to wait
   * @param released locks that their holders gave back
   * @param expired locks whose lease or session ran out
   * @param forced locks that an operator took away
   * @param refused calls that found the resource taken and did not get it, even if they waited
   * @param deadlocks waits refused since they would have closed a cycle
   */
  public record Counts(
      long granted,
      long queued,
      long released,
      long expired,
      long forced,
      long refused,
      long deadlocks) {}

  public Counts counts() {
    return new Counts(
        granted.sum(),
        queued.sum(),
        released.sum(),
        expired.sum(),
        forced.sum(),
        refused.sum(),
        deadlocks.sum());
  }

  @Override
  public void happened(EventId id, LockEvent event) {
    if (leads()) {
      switch (event) {
        case LockEvent.Granted it -> granted.increment();
        case LockEvent.Queued it -> queued.increment();
        case LockEvent.WaitEnded it -> answered(it.outcome());
        case LockEvent.Freed it -> freed(it.cause());
      }
    }
  }

  private void freed(LockEvent.Cause cause) {
    switch (cause) {
      case RELEASED, SESSION_CLOSED -> released.increment();
      case EXPIRED, SESSION_EXPIRED -> expired.increment();
      case FORCED -> forced.increment();
    }
  }

  @Override
  public void answered(LockOutcome outcome) {
    if (outcome instanceof LockOutcome.Deadlock && leads()) {
      deadlocks.increment();
    } else if (outcome instanceof LockOutcome.Held && leads()) {
      refused.increment();
    }
  }

  /** Called by the log alone, one at a time. */
  private boolean leads() {
    if (consensus == null) {
      consensus = source.get();
    }
    return consensus.leaderMillis().isPresent();
  }

  /** What a snapshot contains happened before this node led. */
  @Override
  public void restored(long index, LockViews copy) {}
}
