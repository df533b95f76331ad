package selaras.web;

import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import selaras.access.Caller;
import selaras.cache.Put;

/** Reads the bodies of the cache's calls. */
final class CacheRequests {
  private CacheRequests() {}

  static Put put(Body body, CacheLimits limits, Caller caller) {
    return new Put(
        body.name("key"),
        body.anyJson("value"),
        timeToLive(body, limits),
        body.optionalNumber("if_version", 0, 1L << 53),
        Own.requestId(body, caller),
        Fencing.of(body, caller));
  }

  /** Up to {@code ttl_jitter_ms} longer than asked, so that not all entries expire at once. */
  private static OptionalLong timeToLive(Body body, CacheLimits limits) {
    OptionalLong ttl = body.optionalNumber("ttl_ms", 1, limits.ttlMillis());
    long jitter = body.number("ttl_jitter_ms", 0, 0, limits.ttlMillis());
    if (jitter == 0) {
      return ttl;
    }
    if (ttl.isEmpty()) {
      throw Problem.badMember("ttl_jitter_ms", "needs a ttl_ms");
    }
    long drawn = ttl.getAsLong() + ThreadLocalRandom.current().nextLong(jitter + 1);
    return OptionalLong.of(Math.min(drawn, limits.ttlMillis()));
  }
}
