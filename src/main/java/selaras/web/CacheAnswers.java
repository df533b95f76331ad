package selaras.web;

import jakarta.json.Json;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import selaras.cache.CacheStats;
import selaras.cache.DeleteOutcome;
import selaras.cache.Put;
import selaras.cache.ReadOutcome;
import selaras.cache.WriteOutcome;

/**
 * The answers of the cache. A value is JSON text already and goes out as it is: it is neither
 * parsed nor written again on the way.
 */
final class CacheAnswers {
  private CacheAnswers() {}

  static String written(Put put, WriteOutcome outcome) {
    return switch (outcome) {
      case WriteOutcome.Written written ->
          entry(put.key(), put.value())
              + ",\"state\":\"%s\",\"version\":%d}".formatted(written.state(), written.version());
      case WriteOutcome.VersionConflict conflict ->
          throw Problem.of(409, "version conflict", "the entry has another version")
              .with("current_version", conflict.currentVersion());
    };
  }

  static String read(String key, ReadOutcome outcome) {
    return switch (outcome) {
      case ReadOutcome.Found found ->
          entry(key, found.value())
              + ",\"source\":\"%s\",\"state\":\"%s\",\"version\":%d}"
                  .formatted(
                      found.source().name().toLowerCase(Locale.ROOT),
                      found.state(),
                      found.version());
      case ReadOutcome.Absent absent -> throw notFound();
    };
  }

  static String deleted(String key, DeleteOutcome outcome) {
    return switch (outcome) {
      case DeleteOutcome.Deleted deleted ->
          "{\"success\":true,\"key\":%s,\"version\":%d}".formatted(quoted(key), deleted.version());
      case DeleteOutcome.Absent absent -> throw notFound();
    };
  }

  private static String entry(String key, String value) {
    return "{\"success\":true,\"key\":" + quoted(key) + ",\"value\":" + value;
  }

  private static Problem notFound() {
    return Problem.of(404, "not found", "no such key");
  }

  private static String quoted(String text) {
    return Json.createValue(text).toString();
  }

  /** The statistics as {@code GET /cache/stats} shows them. */
  public record Stats(
      boolean success,
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
    Stats(CacheStats stats) {
      this(
          true,
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
