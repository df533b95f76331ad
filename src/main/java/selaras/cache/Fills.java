package selaras.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import selaras.cache.ReadOutcome.Absent;
import selaras.cache.ReadOutcome.Found;
import selaras.cache.ReadOutcome.Source;
import selaras.store.StoreUnavailableException;

/**
 * Reads that missed. Those of one key at one time share a single call to the origin, made by the
 * first of them, as long as nothing is heard that makes its answer old; later ones then make a call
 * of their own. While nothing proves that messages arrive, nothing is shared.
 *
 * <p>Thread-safe. A reader waits for another's call at most the given time, and shares its failure.
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
  private final Duration wait;
  private final ConcurrentHashMap<String, Fill> underWay = new ConcurrentHashMap<>();

  Fills(LocalCopies copies, Origin origin, Duration wait) {
    this.copies = copies;
    this.origin = origin;
    this.wait = wait;
  }

  ReadOutcome read(String key) {
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
    return fill == mine[0] ? lead(fill) : follow(fill);
  }

  /** A call of its own, begun now, whoever else may be loading the key. */
  ReadOutcome readAlone(String key) {
    return lead(new Fill(copies.begin(key)));
  }

  private ReadOutcome lead(Fill fill) {
    try {
      ReadOutcome outcome = call(fill.ticket);
      fill.answer.complete(outcome);
      return outcome;
    } catch (RuntimeException | Error e) {
      copies.ended(fill.ticket);
      fill.answer.completeExceptionally(e);
      throw e;
    } finally {
      underWay.remove(fill.ticket.key, fill);
    }
  }

  private ReadOutcome call(Ticket ticket) {
    var loaded = origin.read(ticket.key, ticket.holder());
    Mesi state = copies.loaded(ticket, loaded);
    return loaded.isAbsent()
        ? new Absent()
        : new Found(loaded.value(), loaded.version(), state, Source.REDIS);
  }

  private ReadOutcome follow(Fill fill) {
    try {
      return fill.answer.get(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StoreUnavailableException unavailable) {
        throw unavailable;
      }
      throw new CompletionException(e.getCause());
    } catch (TimeoutException e) {
      throw new StoreUnavailableException("the key is still being loaded", false, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("interrupted", false, e);
    }
  }
}
