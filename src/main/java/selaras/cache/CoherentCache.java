package selaras.cache;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import selaras.cache.ReadOutcome.Found;
import selaras.cache.ReadOutcome.Source;
import selaras.cache.WriteOutcome.VersionConflict;
import selaras.cache.WriteOutcome.Written;
import selaras.cluster.NodeId;
import selaras.store.Fence;
import selaras.store.StoreUnavailableException;

/**
 * A write-through cache of the origin, kept coherent with those of the other nodes; the package
 * page describes the protocol.
 *
 * <p>Thread-safe. A hit calls nobody. Everything else is one call to the origin and as bounded as
 * that; it throws {@link StoreUnavailableException} when the origin does not answer.
 */
public final class CoherentCache {
  private final Origin origin;
  private final Counters counters = new Counters();
  private final LocalCopies copies;
  private final Fills fills;
  private final int capacity;

  /**
   * @param nanos a monotonic clock in nanoseconds
   */
  public CoherentCache(NodeId self, CacheSettings settings, Origin origin, LongSupplier nanos) {
    this.origin = origin;
    this.copies = new LocalCopies(self, settings, origin, nanos, counters);
    this.fills = new Fills(copies, origin, settings.fillWait());
    this.capacity = settings.capacity();
  }

  /** Where the messages of the other nodes have to arrive. */
  public Invalidations invalidations() {
    return copies;
  }

  public ReadOutcome get(String key) {
    Copy copy = copies.get(key);
    if (copy != null) {
      counters.hits.increment();
      return new Found(copy.value(), copy.version(), copy.state(), Source.CACHE);
    }
    counters.misses.increment();
    return fills.read(key);
  }

  /**
   * Reads what a lock guards, for its holder: past every copy, and such that no earlier holder
   * changes it any more. Counts neither as a hit nor as a miss.
   */
  public ReadOutcome get(String key, Fence fence) {
    OptionalLong newest = origin.show(key, fence);
    return newest.isPresent()
        ? new ReadOutcome.StaleFence(fence, newest.getAsLong())
        : fills.readAlone(key);
  }

  public WriteOutcome put(Put put) {
    Ticket ticket = copies.begin(put.key());
    try {
      var answer = origin.write(put, ticket.holder());
      count(answer.published());
      switch (answer.outcome()) {
        case Written written ->
            copies.settled(
                ticket,
                written.version(),
                isMine(answer.repeated(), written) ? Optional.of(put) : Optional.empty());
        case VersionConflict conflict ->
            copies.settled(ticket, conflict.currentVersion(), Optional.empty());
        case WriteOutcome.StaleFence stale -> copies.ended(ticket);
      }
      return answer.outcome();
    } catch (RuntimeException e) {
      failed(ticket, e);
      throw e;
    }
  }

  public DeleteOutcome delete(Delete delete) {
    Ticket ticket = copies.begin(delete.key());
    try {
      var answer = origin.delete(delete);
      count(answer.published());
      OptionalLong version =
          switch (answer.outcome()) {
            case DeleteOutcome.Deleted deleted -> OptionalLong.of(deleted.version());
            case DeleteOutcome.Absent absent -> OptionalLong.empty();
            case DeleteOutcome.StaleFence stale -> OptionalLong.empty();
          };
      version.ifPresentOrElse(
          v -> copies.settled(ticket, v, Optional.empty()), () -> copies.ended(ticket));
      return answer.outcome();
    } catch (RuntimeException e) {
      failed(ticket, e);
      throw e;
    }
  }

  public CacheStats stats() {
    long hits = counters.hits.sum();
    long misses = counters.misses.sum();
    return new CacheStats(
        capacity,
        copies.copies().size(),
        hits,
        misses,
        hits == 0 ? 0 : (double) hits / (hits + misses),
        counters.evictions.sum(),
        counters.invalidationsSent.sum(),
        counters.invalidationsReceived.sum(),
        counters.notKept.sum(),
        copies.states(),
        copies.isConnected());
  }

  /** How old a copy that is served can be: the time since every message was proven to be here. */
  public Duration silence() {
    return copies.silence();
  }

  /** Whether this very call wrote the value and entered this node as its holder. */
  private static boolean isMine(boolean repeated, Written written) {
    return !repeated && written.state() == Mesi.M;
  }

  private void count(boolean published) {
    if (published) {
      counters.invalidationsSent.increment();
    }
  }

  private void failed(Ticket ticket, RuntimeException failure) {
    if (failure instanceof StoreUnavailableException e && !e.mayHaveHappened()) {
      copies.ended(ticket);
    } else {
      copies.uncertain(ticket);
    }
  }
}
