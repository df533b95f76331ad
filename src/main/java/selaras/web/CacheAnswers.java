package selaras.web;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import selaras.cache.CacheStats;
import selaras.cache.DeleteOutcome;
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
              found.source().name().toLowerCase(Locale.ROOT),
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
      Map<String, Long> states,
      boolean connected) {
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
          names(stats),
          stats.connected());
    }

    private static Map<String, Long> names(CacheStats stats) {
      Map<String, Long> names = new TreeMap<>();
      stats.states().forEach((state, count) -> names.put(state.name(), count));
      return names;
    }
  }
}
