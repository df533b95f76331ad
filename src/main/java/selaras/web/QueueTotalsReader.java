package selaras.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import selaras.answers.Completions;
import selaras.queue.QueueBusyException;
import selaras.queue.QueueCatalog;
import selaras.queue.QueueDesk;
import selaras.queue.QueueStats;
import selaras.store.StoreUnavailableException;

/**
 * Adds the queues up, on a thread of its own, one sum at a time however long it takes: Redis may
 * hang, queues may be busy.
 *
 * <p>Thread-safe.
 */
@ApplicationScoped
class QueueTotalsReader {
  @Inject private QueueCatalog catalog;
  @Inject private QueueDesk desk;
  @Inject private WatchLimits limits;
  @Inject private Completions threads;

  private CompletableFuture<Optional<QueueTotals>> sum;

  /** The next sum; empty where Redis does not answer. */
  synchronized CompletableFuture<Optional<QueueTotals>> ask() {
    if (sum == null || sum.isDone()) {
      sum = CompletableFuture.supplyAsync(this::read, threads);
    }
    return sum.copy();
  }

  private Optional<QueueTotals> read() {
    try {
      List<String> names = catalog.names("", limits.queues() + 1);
      List<QueueStats> each =
          names.stream().limit(limits.queues()).map(this::stats).flatMap(Optional::stream).toList();
      return Optional.of(QueueTotals.of(each, each.size() == names.size()));
    } catch (StoreUnavailableException e) {
      return Optional.empty();
    }
  }

  /** Empty for a queue that is too busy to tell. */
  private Optional<QueueStats> stats(String queue) {
    try {
      return Optional.of(desk.stats(queue));
    } catch (QueueBusyException e) {
      return Optional.empty();
    }
  }
}
