package selaras.web;

import selaras.limits.Bound;

/**
 * What a call of the cache may ask for at most.
 *
 * @param ttlMillis time to live
 * @param batch keys of one read, entries of one page
 * @param batchChars of all values of one read
 * @param strictWaits strict writes that may wait for other nodes at once
 */
public record CacheLimits(long ttlMillis, int batch, int batchChars, int strictWaits) {
  public CacheLimits {
    Bound.atLeast("cache.ttl.max_ms", 1, ttlMillis);
    Bound.atLeast("cache.batch.max", 1, batch);
    Bound.atLeast("cache.batch.max_chars", 1, batchChars);
    Bound.atLeast("cache.strict.waits.max", 1, strictWaits);
  }

  void checkStrictWaits(int waiting) {
    if (waiting >= strictWaits) {
      throw Problem.of(429, "too many strict writes", waiting + " wait for other nodes")
          .retryAfter(1);
    }
  }
}
