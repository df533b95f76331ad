package selaras.consensus;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Brings the news of a commit to those followers that had not yet written the entry when the round
 * of heartbeats passed them: such a follower takes no commit index beyond its own disk, and would
 * otherwise hear of it with the next regular heartbeat.
 *
 * <p>Thread-safe and never blocks. One round is under way at a time, for everybody who announces
 * meanwhile; after {@link #ROUNDS} in a row that changed nothing it is left to the regular ones.
 */
public final class CommitNews {
  /** With pauses of a few milliseconds these span about half a regular heartbeat. */
  static final int ROUNDS = 8;

  private final Supplier<CompletableFuture<Void>> heartbeats;
  private final LongSupplier slowest;
  private final Executor pause;
  private final AtomicLong news = new AtomicLong(-1);
  private final AtomicBoolean underWay = new AtomicBoolean();

  /**
   * @param heartbeats begins a round of heartbeats with the commit index; completes when a majority
   *     has answered, or fails
   * @param slowest the lowest commit index that a reachable follower is known to know of
   * @param pause runs what it is given a few milliseconds later
   */
  public CommitNews(
      Supplier<CompletableFuture<Void>> heartbeats, LongSupplier slowest, Executor pause) {
    this.heartbeats = heartbeats;
    this.slowest = slowest;
    this.pause = pause;
  }

  /** Everything up to this index is committed, and somebody elsewhere waits to hear of it. */
  public void announce(long index) {
    news.accumulateAndGet(index, Math::max);
    if (underWay.compareAndSet(false, true)) {
      round(news.get(), 1);
    }
  }

  private void round(long told, int number) {
    heartbeats.get().whenComplete((done, failure) -> ended(told, number, failure));
  }

  private void ended(long told, int number, Throwable failure) {
    long latest = news.get();
    boolean givenUp = failure != null || (latest == told && number >= ROUNDS);
    if (!givenUp && latest > slowest.getAsLong()) {
      pause.execute(() -> round(latest, latest == told ? number + 1 : 1));
      return;
    }
    underWay.set(false);
    if (failure == null && news.get() > latest) {
      announce(latest);
    }
  }
}
