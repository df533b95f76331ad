package selaras.cache;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
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
 * that; it fails with {@link StoreUnavailableException} when the origin does not answer. The future
 * of a read is done already when it is a hit, and nobody waits for one that is not.
 */
public final class CoherentCache {
  private final Origin origin;
  private final LongSupplier nanos;
  private final Counters counters = new Counters();
  private final LocalCopies copies;
  private final Fills fills;
  private final StrictWrites strictWrites;
  private final CacheSettings settings;

  /**
   * @param nanos a monotonic clock in nanoseconds
   * @param answers where those are answered who share a read that is under way
   */
  public CoherentCache(
      NodeId self, CacheSettings settings, Origin origin, LongSupplier nanos, Executor answers) {
    this.origin = origin;
    this.nanos = nanos;
    this.copies = new LocalCopies(self, settings, origin, nanos, counters);
    this.fills = new Fills(copies, origin, answers);
    this.strictWrites =
        new StrictWrites(copies.acknowledgements(), origin, settings.maxSilence(), nanos);
    this.settings = settings;
  }

  /** Where the messages of the other nodes have to arrive. */
  public Invalidations invalidations() {
    return copies;
  }

  public CompletableFuture<ReadOutcome> get(String key) {
    ReadOutcome hit = hit(key);
    return hit == null ? fills.read(List.of(key)).get(0) : CompletableFuture.completedFuture(hit);
  }

  /** Null if it is none; counts it. */
  private ReadOutcome hit(String key) {
    Copy copy = copies.get(key);
    if (copy == null) {
      counters.misses.increment();
      return null;
    }
    counters.hits.increment();
    return copy.isAbsence()
        ? new ReadOutcome.Absent()
        : new Found(copy.value(), copy.version(), copy.state(), Source.CACHE);
  }

  /**
   * Reads the origin, past every copy and every read under way: linearizable. Counts neither as a
   * hit nor as a miss.
   */
  public CompletableFuture<ReadOutcome> getStrictly(String key) {
    return fills.readAlone(List.of(key)).get(0);
  }

  /** Reads each key as {@link #get(String)} does; those that are missing together. */
  public CompletableFuture<Map<String, ReadOutcome>> getAll(List<String> keys) {
    Map<String, ReadOutcome> outcomes = new LinkedHashMap<>();
    keys.stream().distinct().forEach(key -> outcomes.put(key, hit(key)));
    List<String> missing =
        outcomes.keySet().stream().filter(key -> outcomes.get(key) == null).toList();
    return together(missing, fills.read(missing))
        .thenApply(
            loaded -> {
              outcomes.putAll(loaded);
              return outcomes;
            });
  }

  /** Reads each key as {@link #getStrictly} does, together. */
  public CompletableFuture<Map<String, ReadOutcome>> getAllStrictly(List<String> keys) {
    List<String> distinct = keys.stream().distinct().toList();
    return together(distinct, fills.readAlone(distinct));
  }

  private static CompletableFuture<Map<String, ReadOutcome>> together(
      List<String> keys, List<CompletableFuture<ReadOutcome>> reads) {
    return CompletableFuture.allOf(reads.toArray(CompletableFuture[]::new))
        .thenApply(
            done -> {
              Map<String, ReadOutcome> outcomes = new LinkedHashMap<>();
              for (int i = 0; i < keys.size(); i++) {
                outcomes.put(keys.get(i), reads.get(i).join());
              }
              return outcomes;
            });
  }

  /**
   * Reads what a lock guards, for its holder: past every copy, and such that no earlier holder
   * changes it any more. Counts neither as a hit nor as a miss.
   */
  public CompletableFuture<ReadOutcome> get(String key, Fence fence) {
    OptionalLong newest = origin.show(key, fence);
    return newest.isPresent()
        ? CompletableFuture.completedFuture(new ReadOutcome.StaleFence(fence, newest.getAsLong()))
        : fills.readAlone(List.of(key)).get(0);
  }

  public WriteOutcome put(Put put) {
    return write(put).outcome();
  }

  public DeleteOutcome delete(Delete delete) {
    return erase(delete).outcome();
  }

  /**
   * Writes, and is done when no other node serves an older value: at most the allowed silence
   * later. The call itself is as bounded as {@link #put}, and nothing waits in it.
   */
  public CompletableFuture<WriteOutcome> putStrictly(Put put) {
    return alone(put.key(), write(put));
  }

  /** Deletes, and is done when no other node serves a value of before, even if there was none. */
  public CompletableFuture<DeleteOutcome> deleteStrictly(Delete delete) {
    return alone(delete.key(), erase(delete));
  }

  private <T> CompletableFuture<T> alone(String key, Origin.Answer<T> answer) {
    return answer.sequence() == 0
        ? CompletableFuture.completedFuture(answer.outcome())
        : strictWrites
            .othersHaveLetGo(settings.partitions().of(key), answer.sequence())
            .thenApply(done -> answer.outcome());
  }

  private Origin.Answer<WriteOutcome> write(Put put) {
    Ticket ticket = copies.begin(put.key());
    try {
      var answer = origin.write(put, ticket.holder());
      count(answer.published());
      switch (answer.outcome()) {
        case Written written ->
            copies.settled(
                ticket,
                written.version(),
                answer.sequence(),
                isMine(answer.repeated(), written) ? Optional.of(put) : Optional.empty());
        case VersionConflict conflict ->
            copies.settled(ticket, conflict.currentVersion(), 0, Optional.empty());
        case WriteOutcome.StaleFence stale -> copies.ended(ticket);
      }
      return answer;
    } catch (RuntimeException | Error e) {
      // if it was carried out all the same, its message tells
      copies.ended(ticket);
      throw e;
    }
  }

  private Origin.Answer<DeleteOutcome> erase(Delete delete) {
    Ticket ticket = copies.begin(delete.key());
    try {
      var answer = origin.delete(delete);
      count(answer.published());
      switch (answer.outcome()) {
        case DeleteOutcome.Deleted deleted ->
            copies.settled(ticket, deleted.version(), answer.sequence(), Optional.empty());
        case DeleteOutcome.Absent absent -> copies.endedAbsent(ticket, answer.sequence());
        case DeleteOutcome.StaleFence stale -> copies.ended(ticket);
      }
      return answer;
    } catch (RuntimeException | Error e) {
      // if it was carried out all the same, its message tells
      copies.ended(ticket);
      throw e;
    }
  }

  /** Strict writes that wait for other nodes. */
  public int strictWaiting() {
    return strictWrites.waiting();
  }

  /** The copies of this node whose keys come after the given one, in order, so many at most. */
  public List<LocalCopy> entries(String after, int limit) {
    return copies.copies().stream()
        .filter(entry -> entry.getKey().compareTo(after) > 0)
        .sorted(Map.Entry.comparingByKey())
        .limit(limit)
        .map(entry -> shown(entry.getKey(), entry.getValue()))
        .toList();
  }

  private LocalCopy shown(String key, Copy copy) {
    long left = Math.max(0, copy.expiresAtNanos() - nanos.getAsLong()) / 1_000_000;
    return new LocalCopy(key, copy.state(), copy.version(), left);
  }

  public CacheStats stats() {
    long hits = counters.hits.sum();
    long misses = counters.misses.sum();
    return new CacheStats(
        settings.capacity(),
        copies.size(),
        hits,
        misses,
        hits == 0 ? 0 : (double) hits / (hits + misses),
        counters.evictions.sum(),
        counters.invalidationsSent.sum(),
        counters.invalidationsReceived.sum(),
        counters.notKept.sum(),
        counters.repairs.sum(),
        counters.repairDrops.sum(),
        copies.states(),
        counters.transitions.all(),
        strictWaiting(),
        copies.proof().isConnected(),
        copies.proof().ageNanos() < 0 ? -1 : copies.proof().ageNanos() / 1_000_000);
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
}
