package selaras.web;

/**
 * What a call of the cache may ask for at most.
 *
 * @param ttlMillis time to live
 * @param batch keys of one read, entries of one page
 * @param strictWaits strict writes that may wait for other nodes at once
 */
public record CacheLimits(long ttlMillis, int batch, int strictWaits) {
  public CacheLimits {
    if (ttlMillis < 1 || batch < 1 || strictWaits < 1) {
      throw new IllegalArgumentException(
          "cache.ttl.max_ms=%d, cache.batch.max=%d and cache.strict.waits.max=%d must be positive"
              .formatted(ttlMillis, batch, strictWaits));
    }
  }

  void checkStrictWaits(int waiting) {
    if (waiting >= strictWaits) {
      throw Problem.of(429, "too many strict writes", waiting + " wait for other nodes")
          .retryAfter(1);
    }
  }
}
