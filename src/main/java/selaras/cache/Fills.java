package selaras.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import selaras.cache.ReadOutcome.Absent;
import selaras.cache.ReadOutcome.Found;
import selaras.cache.ReadOutcome.Source;

/**
 * Reads that missed. Those of one key at one time share a single call to the origin, begun by the
 * first of them, as long as nothing is heard that makes its answer old; later ones then make a call
 * of their own. While nothing proves that messages arrive, nothing is shared.
 *
 * <p>Thread-safe. Nobody waits here; a reader shares another's call as long as it takes, which the
 * origin bounds, and its failure.
 */
final class Fills {
  private static final class Fill {
    final Ticket ticket;
    final CompletableFuture<ReadOutcome> answer = new CompletableFuture<>();

    Fill(Ticket ticket) {
      this.ticket = ticket;
    }
  }

  private final LocalCopies copies;
  private final Origin origin;
  private final ConcurrentHashMap<String, Fill> underWay = new ConcurrentHashMap<>();

  Fills(LocalCopies copies, Origin origin) {
    this.copies = copies;
    this.origin = origin;
  }

  CompletableFuture<ReadOutcome> read(String key) {
    Fill[] mine = new Fill[1];
    Fill fill =
        underWay.compute(
            key,
            (k, present) -> {
              if (present != null && copies.vouchesFor(present.ticket)) {
                return present;
              }
              mine[0] = new Fill(copies.begin(k));
              return mine[0];
            });
    return fill == mine[0] ? load(fill) : fill.answer;
  }

  /** A call of its own, begun now, whoever else may be loading the key. */
  CompletableFuture<ReadOutcome> readAlone(String key) {
    return load(new Fill(copies.begin(key)));
  }

  private CompletableFuture<ReadOutcome> load(Fill fill) {
    CompletableFuture.completedFuture(fill.ticket)
        .thenCompose(ticket -> origin.read(ticket.key, ticket.holder()))
        .thenApply(loaded -> outcome(fill.ticket, loaded))
        .whenComplete((outcome, failure) -> end(fill, outcome, failure));
    return fill.answer;
  }

  private ReadOutcome outcome(Ticket ticket, Origin.Loaded loaded) {
    Mesi state = copies.loaded(ticket, loaded);
    return loaded.isAbsent()
        ? new Absent()
        : new Found(loaded.value(), loaded.version(), state, Source.REDIS);
  }

  private void end(Fill fill, ReadOutcome outcome, Throwable failure) {
    underWay.remove(fill.ticket.key, fill);
    if (failure == null) {
      fill.answer.complete(outcome);
    } else {
      copies.ended(fill.ticket);
      fill.answer.completeExceptionally(failure);
    }
  }
}
