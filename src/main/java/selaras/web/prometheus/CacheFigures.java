package selaras.web.prometheus;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import selaras.cache.CacheStats;
import selaras.cache.CoherentCache;

/** The cache of this node. */
@ApplicationScoped
class CacheFigures implements FigureSource {
  @Inject private Instance<CoherentCache> cache;

  @Override
  public void describe(Figures figures) {
    figures.gauge("selaras_cache_capacity", "Copies kept at most.", () -> stats().capacity());
    figures.gauge(
        "selaras_cache_entries", "Keys by the state of their copy.", "state", this::states);
    figures.counter(
        "selaras_cache_reads", "Reads, by whether a copy answered them.", "result", this::reads);
    figures.counter(
        "selaras_cache_evictions", "Copies that made room for others.", () -> stats().evictions());
    figures.counter(
        "selaras_cache_invalidations",
        "Messages between caches, sent by this node or received.",
        "direction",
        this::invalidations);
    figures.counter(
        "selaras_cache_not_kept",
        "Loaded values that raced with a write and were not kept.",
        () -> stats().notKept());
    figures.counter(
        "selaras_cache_repairs",
        "Partitions of which a message turned out to be lost.",
        () -> stats().repairs());
    figures.counter(
        "selaras_cache_repair_drops",
        "Copies dropped because a message of their partition was lost.",
        () -> stats().repairDrops());
    figures.gauge(
        "selaras_cache_connected",
        "1 while messages of the other nodes arrive; if not, every read goes to Redis.",
        () -> stats().connected() ? 1 : 0);
    figures.gauge(
        "selaras_cache_silence_seconds",
        "Since it was last proven that no message is missing: how stale a copy can be; -1: no proof.",
        () -> stats().connected() ? stats().proofAgeMillis() / 1e3 : -1);
    figures.counter(
        "selaras_cache_transitions",
        "Copies that went from one state of MESI to another.",
        "transition",
        this::transitions);
    figures.gauge(
        "selaras_cache_strict_writes_waiting",
        "Strict writes that wait for other nodes.",
        () -> stats().strictWaiting());
  }

  private CacheStats stats() {
    return cache.get().stats();
  }

  private Map<String, Double> states() {
    return stats().states().entrySet().stream()
        .collect(
            Collectors.toMap(
                entry -> entry.getKey().name(), entry -> entry.getValue().doubleValue()));
  }

  /** As {@code M-S}. */
  private Map<String, Double> transitions() {
    Map<String, Double> all = new TreeMap<>();
    stats()
        .transitions()
        .forEach(
            (from, row) ->
                row.forEach((to, count) -> all.put(from + "-" + to, count.doubleValue())));
    return all;
  }

  private Map<String, Double> reads() {
    CacheStats stats = stats();
    return Map.of("hit", (double) stats.hits(), "miss", (double) stats.misses());
  }

  private Map<String, Double> invalidations() {
    CacheStats stats = stats();
    return Map.of(
        "sent", (double) stats.invalidationsSent(),
        "received", (double) stats.invalidationsReceived());
  }
}
