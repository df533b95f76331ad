package selaras.web.prometheus;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Map;
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
    figures.gauge(
        "selaras_cache_connected",
        "1 while messages of the other nodes arrive; if not, every read goes to Redis.",
        () -> stats().connected() ? 1 : 0);
    figures.gauge(
        "selaras_cache_silence_seconds",
        "Since it was last proven that no message is missing: how stale a copy can be.",
        () -> cache.get().silence().toNanos() / 1e9);
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
