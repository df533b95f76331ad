package selaras.cache;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import selaras.cache.ReadOutcome.Found;
import selaras.cache.ReadOutcome.Source;
import selaras.cluster.NodeId;
import selaras.store.Fence;
import selaras.store.StoreUnavailableException;

/**
 * A write-through cache of the origin, kept coherent with those of the other nodes; the package
 * page describes the protocol.
 *
 * <p>Thread-safe. A hit calls nobody, and its future is done already. Everything else is one call
 * to the origin, several keys a few, and as bounded as that; it fails with {@link
 * StoreUnavailableException} when the origin does not answer, and no thread waits for it.
 */
public final class CoherentCache {
  private final Origin origin;
  private final LongSupplier nanos;
  private final Counters counters;
  private final LocalCopies copies;
  private final Fills fills;
  private final Writes writes;
  private final StrictWrites strictWrites;
  private final CacheSettings settings;

  /**
   * @param nanos a monotonic clock in nanoseconds
   * @param answers where those are answered who share a read that is under way
   */
  public CoherentCache(
      NodeId self, CacheSettings settings, Origin origin, LongSupplier nanos, Executor answers) {
    this(
        new LocalCopies(self, settings, origin, nanos),
        settings,
        origin,
        nanos,
        TimeLimit.SYSTEM,
        answers);
  }

  CoherentCache(
      LocalCopies copies,
      CacheSettings settings,
      Origin origin,
      LongSupplier nanos,
      TimeLimit limit,
      Executor answers) {
    this.origin = origin;
    this.nanos = nanos;
    this.copies = copies;
    this.counters = copies.counters();
    this.fills = new Fills(copies, origin, answers);
    this.writes = new Writes(copies, origin);
    this.strictWrites =
        new StrictWrites(copies.acknowledgements(), origin, limit, settings.maxSilence());
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

  /**
   * Reads each key as {@link #get(String)} does, those that are missing together.
   *
   * @param chars of all values; keys that are left when there are so many have no outcome
   */
  public CompletableFuture<Map<String, ReadOutcome>> getAll(List<String> keys, long chars) {
    return new BatchRead(chars, this::getTogether).of(distinct(keys));
  }

  /** The same, but each as {@link #getStrictly} does. */
  public CompletableFuture<Map<String, ReadOutcome>> getAllStrictly(List<String> keys, long chars) {
    return new BatchRead(chars, some -> together(some, fills.readAlone(some))).of(distinct(keys));
  }

  private static List<String> distinct(List<String> keys) {
    return keys.stream().distinct().toList();
  }

  private CompletableFuture<Map<String, ReadOutcome>> getTogether(List<String> keys) {
    Map<String, ReadOutcome> outcomes = new LinkedHashMap<>();
    keys.forEach(key -> outcomes.put(key, hit(key)));
    List<String> missing = keys.stream().filter(key -> outcomes.get(key) == null).toList();
    return together(missing, fills.read(missing))
        .thenApply(
            loaded -> {
              outcomes.putAll(loaded);
              return outcomes;
            });
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
    return origin
        .show(key, fence)
        .thenCompose(
            newest ->
                newest.isPresent()
                    ? CompletableFuture.completedFuture(
                        new ReadOutcome.StaleFence(fence, newest.getAsLong()))
                    : getStrictly(key));
  }

  public CompletableFuture<WriteOutcome> put(Put put) {
    return writes.put(put).thenApply(Origin.Answer::outcome);
  }

  public CompletableFuture<DeleteOutcome> delete(Delete delete) {
    return writes.delete(delete).thenApply(Origin.Answer::outcome);
  }

  /**
   * Writes, and is done when no other node serves an older value: at most the allowed silence after
   * {@link #put} would have been.
   */
  public CompletableFuture<WriteOutcome> putStrictly(Put put) {
    return writes.put(put).thenCompose(answer -> alone(put.key(), answer));
  }

  /** Deletes, and is done when no other node serves a value of before, even if there was none. */
  public CompletableFuture<DeleteOutcome> deleteStrictly(Delete delete) {
    return writes.delete(delete).thenCompose(answer -> alone(delete.key(), answer));
  }

  private <T> CompletableFuture<T> alone(String key, Origin.Answer<T> answer) {
    return answer.sequence() == 0
        ? CompletableFuture.completedFuture(answer.outcome())
        : strictWrites
            .othersHaveLetGo(settings.partitions().of(key), answer.sequence())
            .thenApply(done -> answer.outcome());
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
}
