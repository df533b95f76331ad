package selaras.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import selaras.cache.CacheStats;
import selaras.cache.DeleteOutcome;
import selaras.cache.LocalCopy;
import selaras.cache.Mesi;
import selaras.cache.Put;
import selaras.cache.ReadOutcome;
import selaras.cache.WriteOutcome;

/** The outcomes of the cache as the API's JSON, and its refusals as problems. */
final class CacheAnswers {
  private CacheAnswers() {}

  /** {@code POST /cache}. */
  public record WrittenAnswer(
      boolean success, String key, RawJson value, String state, long version) {}

  /** {@code GET /cache/{key}}. */
  public record ReadAnswer(
      boolean success, String key, RawJson value, String source, String state, long version) {}

  /** {@code DELETE /cache/{key}}. */
  public record DeletedAnswer(boolean success, String key, long version) {}

  /** One of {@code POST /cache/get}. */
  public record BatchEntry(String key, RawJson value, String source, String state, long version) {}

  /**
   * {@code POST /cache/get}: what was found, the keys that are absent, and those that are neither
   * there since the answer is long enough without them, if there are such.
   */
  public record BatchAnswer(
      boolean success, List<BatchEntry> entries, List<String> absent, List<String> leftOut) {}

  /** One of {@code GET /cache/entries}; that a key is absent can be remembered too. */
  public record LocalEntry(
      String key, String state, Long version, Boolean absent, long servedForMs) {}

  /** {@code GET /cache/entries}. */
  public record EntriesAnswer(boolean success, List<LocalEntry> entries) {}

  static BatchAnswer batch(List<String> keys, Map<String, ReadOutcome> outcomes) {
    List<BatchEntry> entries = new ArrayList<>();
    List<String> absent = new ArrayList<>();
    outcomes.forEach(
        (key, outcome) -> {
          switch (outcome) {
            case ReadOutcome.Found found ->
                entries.add(
                    new BatchEntry(
                        key,
                        new RawJson(found.value()),
                        source(found),
                        found.state().name(),
                        found.version()));
            case ReadOutcome.Absent nothing -> absent.add(key);
            case ReadOutcome.StaleFence stale ->
                throw Fencing.stale(stale.fence(), stale.newestToken());
          }
        });
    List<String> leftOut =
        keys.stream().filter(key -> !outcomes.containsKey(key)).distinct().toList();
    return new BatchAnswer(true, entries, absent, leftOut.isEmpty() ? null : leftOut);
  }

  static EntriesAnswer entries(List<LocalCopy> copies) {
    return new EntriesAnswer(
        true,
        copies.stream()
            .map(
                copy ->
                    new LocalEntry(
                        copy.key(),
                        copy.state().name(),
                        copy.isAbsence() ? null : copy.version(),
                        copy.isAbsence() ? true : null,
                        copy.servedForMillis()))
            .toList());
  }

  private static String source(ReadOutcome.Found found) {
    return found.source().name().toLowerCase(Locale.ROOT);
  }

  static WrittenAnswer written(Put put, WriteOutcome outcome) {
    return switch (outcome) {
      case WriteOutcome.Written written ->
          new WrittenAnswer(
              true, put.key(), new RawJson(put.value()), written.state().name(), written.version());
      case WriteOutcome.VersionConflict conflict ->
          throw Problem.of(409, "version conflict", "the entry has another version")
              .with("current_version", conflict.currentVersion());
      case WriteOutcome.StaleFence stale -> throw Fencing.stale(stale.fence(), stale.newestToken());
    };
  }

  static ReadAnswer read(String key, ReadOutcome outcome) {
    return switch (outcome) {
      case ReadOutcome.Found found ->
          new ReadAnswer(
              true,
              key,
              new RawJson(found.value()),
              source(found),
              found.state().name(),
              found.version());
      case ReadOutcome.Absent absent -> throw notFound();
      case ReadOutcome.StaleFence stale -> throw Fencing.stale(stale.fence(), stale.newestToken());
    };
  }

  static DeletedAnswer deleted(String key, DeleteOutcome outcome) {
    return switch (outcome) {
      case DeleteOutcome.Deleted deleted -> new DeletedAnswer(true, key, deleted.version());
      case DeleteOutcome.Absent absent -> throw notFound();
      case DeleteOutcome.StaleFence stale ->
          throw Fencing.stale(stale.fence(), stale.newestToken());
    };
  }

  private static Problem notFound() {
    return Problem.of(404, "not found", "no such key");
  }

  /** {@code GET /cache/stats}; as a part of another answer it has no success of its own. */
  public record Stats(
      Boolean success,
      int capacity,
      int size,
      long hits,
      long misses,
      double hitRate,
      long evictions,
      long invalidationsSent,
      long invalidationsReceived,
      long notKept,
      long repairs,
      long repairDrops,
      Map<String, Long> states,
      Map<String, Map<String, Long>> transitions,
      int strictWaiting,
      boolean connected,
      long proofAgeMs) {
    Stats(Boolean success, CacheStats stats) {
      this(
          success,
          stats.capacity(),
          stats.size(),
          stats.hits(),
          stats.misses(),
          stats.hitRate(),
          stats.evictions(),
          stats.invalidationsSent(),
          stats.invalidationsReceived(),
          stats.notKept(),
          stats.repairs(),
          stats.repairDrops(),
          names(stats.states()),
          names(stats.transitions(), Stats::names),
          stats.strictWaiting(),
          stats.connected(),
          stats.proofAgeMillis());
    }

    private static Map<String, Long> names(Map<Mesi, Long> counts) {
      return names(counts, count -> count);
    }

    private static <V, W> Map<String, W> names(Map<Mesi, V> states, Function<V, W> change) {
      Map<String, W> names = new TreeMap<>();
      states.forEach((state, value) -> names.put(state.name(), change.apply(value)));
      return names;
    }
  }
}
