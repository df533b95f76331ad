package selaras.queue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import selaras.access.Owner;

/**
 * Takes messages of a queue for one who is sent them as they come, never more than it has credit
 * for. A credit is back when the receipt was used, on any node, or the lease is over.
 *
 * <p>For one thread. What was sent and not acknowledged when the subscriber goes comes back when
 * its lease ends and not before: who lost a connection may well be at work on it.
 */
public final class Subscriber implements AutoCloseable {
  /**
   * What a subscriber asks for.
   *
   * @param owner whose the receipts are
   * @param credit messages it may have unacknowledged
   * @param visibility how long messages stay leased; asked each time before some are waited for
   */
  public record Wish(String queue, Owner owner, int credit, Supplier<Duration> visibility) {}

  private final Waiters waiters;
  private final Settlements settlements;
  private final Wish wish;
  private final int batchMax;
  private final BooleanSupplier isThere;
  private final Credit credit;

  public Subscriber(
      Waiters waiters, Settlements settlements, Wish wish, int batchMax, BooleanSupplier isThere) {
    this.waiters = waiters;
    this.settlements = settlements;
    this.wish = wish;
    this.batchMax = batchMax;
    this.isThere = isThere;
    this.credit = new Credit(wish.credit());
  }

  /** The next messages; none when there were none, or no credit, for so long. */
  public ConsumeOutcome next(Duration atMost) throws InterruptedException {
    if (settlements.free(credit) == 0) {
      settlements.awaitCredit(credit, atMost.toNanos());
      if (settlements.free(credit) == 0) {
        return new ConsumeOutcome.Delivered(List.of());
      }
    }
    Duration lease = wish.visibility().get();
    ConsumeOutcome outcome = take(Math.min(settlements.free(credit), batchMax), lease, atMost);
    if (outcome instanceof ConsumeOutcome.Delivered delivered) {
      settlements.watch(delivered.deliveries(), credit, lease.toNanos());
    }
    return outcome;
  }

  private ConsumeOutcome take(int max, Duration lease, Duration atMost)
      throws InterruptedException {
    Consume command =
        Consume.watched(max, Optional.of(lease), settlements.watcher()).by(wish.owner());
    CompletableFuture<ConsumeOutcome> answer =
        waiters.consume(wish.queue(), command, atMost, isThere);
    try {
      ConsumeOutcome outcome = answer.get();
      if (!isThere.getAsBoolean()) {
        throw new InterruptedException("the subscriber is gone");
      }
      return outcome;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } catch (CancellationException e) {
      throw new InterruptedException("the subscriber is gone");
    } catch (InterruptedException e) {
      handBack(answer);
      throw e;
    }
  }

  /** Whatever came in the moment in which the subscriber went. */
  private void handBack(CompletableFuture<ConsumeOutcome> answer) {
    boolean isAnswered = !answer.cancel(false) && !answer.isCompletedExceptionally();
    if (isAnswered && answer.join() instanceof ConsumeOutcome.Delivered it) {
      unsent(it.deliveries());
    }
  }

  /** Whether it is worth sending: it is leased still, and nobody has settled it. */
  public boolean isHeld(Delivery delivery) {
    return settlements.isHeld(delivery, credit);
  }

  /** Messages that were not sent; they are had by others at once. */
  public void unsent(List<Delivery> deliveries) {
    waiters.handBack(wish.queue(), deliveries);
  }

  @Override
  public void close() {
    settlements.forget(credit);
  }
}
