package selaras.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import selaras.cache.ReadOutcome.Absent;
import selaras.cache.ReadOutcome.Found;
import selaras.cache.ReadOutcome.Source;

/**
 * Reads that missed. Those of one key at one time share a single call to the origin, begun by the
 * first of them, as long as nothing is heard that makes its answer old; later ones then make a call
 * of their own. While nothing proves that messages arrive, nothing is shared.
 *
 * <p>Thread-safe. Nobody waits here; a reader shares another's call as long as it takes, which the
 * origin bounds, and its failure. What the one does with the answer holds up no other.
 */
final class Fills {
  private static final class Fill {
    final Ticket ticket;
    final CompletableFuture<ReadOutcome> own = new CompletableFuture<>();
    final CompletableFuture<ReadOutcome> shared = new CompletableFuture<>();
    volatile boolean isShared;

    Fill(Ticket ticket) {
      this.ticket = ticket;
    }

    Origin.Reading reading() {
      return new Origin.Reading(ticket.key, ticket.holder());
    }
  }

  private final LocalCopies copies;
  private final Origin origin;
  private final Executor answers;
  private final ConcurrentHashMap<String, Fill> underWay = new ConcurrentHashMap<>();

  /**
   * @param answers where those get their answers who share another's call
   */
  Fills(LocalCopies copies, Origin origin, Executor answers) {
    this.copies = copies;
    this.origin = origin;
    this.answers = answers;
  }

  /** The answers in the order of the keys. */
  List<CompletableFuture<ReadOutcome>> read(List<String> keys) {
    List<Fill> mine = new ArrayList<>();
    List<CompletableFuture<ReadOutcome>> reads =
        keys.stream().map(key -> shareOrBegin(key, mine)).toList();
    load(mine);
    return reads;
  }

  private CompletableFuture<ReadOutcome> shareOrBegin(String key, List<Fill> mine) {
    int begun = mine.size();
    Fill fill =
        underWay.compute(
            key,
            (k, present) -> {
              if (present != null && copies.vouchesFor(present.ticket)) {
                present.isShared = true;
                return present;
              }
              mine.add(new Fill(copies.begin(k)));
              return mine.get(begun);
            });
    return mine.size() > begun ? fill.own : fill.shared;
  }

  /** Calls of their own, begun now, whoever else may be loading the keys. */
  List<CompletableFuture<ReadOutcome>> readAlone(List<String> keys) {
    List<Fill> all = keys.stream().map(key -> new Fill(copies.begin(key))).toList();
    load(all);
    return all.stream().map(fill -> fill.own).toList();
  }

  private void load(List<Fill> fills) {
    if (fills.isEmpty()) {
      return;
    }
    try {
      var loads = origin.read(fills.stream().map(Fill::reading).toList()).iterator();
      fills.forEach(
          fill ->
              loads
                  .next()
                  .thenApply(loaded -> outcome(fill.ticket, loaded))
                  .whenComplete((outcome, failure) -> end(fill, outcome, failure)));
    } catch (RuntimeException | Error e) {
      fills.forEach(fill -> end(fill, null, e));
    }
  }

  private ReadOutcome outcome(Ticket ticket, Origin.Loaded loaded) {
    Mesi state = copies.loaded(ticket, loaded);
    return loaded.isAbsent()
        ? new Absent()
        : new Found(loaded.value(), loaded.version(), state, Source.REDIS);
  }

  private void end(Fill fill, ReadOutcome outcome, Throwable failure) {
    underWay.remove(fill.ticket.key, fill); // nobody joins it any more
    if (failure != null) {
      copies.ended(fill.ticket);
    }
    if (fill.isShared) {
      answers.execute(() -> complete(fill.shared, outcome, failure));
    }
    complete(fill.own, outcome, failure);
  }

  private static void complete(
      CompletableFuture<ReadOutcome> answer, ReadOutcome outcome, Throwable failure) {
    if (failure == null) {
      answer.complete(outcome);
    } else {
      answer.completeExceptionally(failure);
    }
  }
}
