package selaras.cache;

import java.time.Duration;

/**
 * How a node caches.
 *
 * @param capacity copies at most
 * @param partitions into which the keys are divided
 * @param maxAge how long a copy may be served without being loaded again
 * @param absentAge how long it may be remembered that a key is absent; zero: not at all
 * @param maxSilence how long hits are served after the last proof that no message is missing: the
 *     bound of staleness, the same on all nodes
 */
public record CacheSettings(
    int capacity, Partitions partitions, Duration maxAge, Duration absentAge, Duration maxSilence) {
  public CacheSettings {
    if (capacity < 1 || capacity > 10_000_000) {
      throw new IllegalArgumentException("cache.capacity must be 1 to 10000000: " + capacity);
    }
    requirePositive("cache.copy.max_age_ms", maxAge);
    requirePositive("cache.silence.max_ms", maxSilence);
    if (absentAge.isNegative()) {
      throw new IllegalArgumentException(
          "cache.absent.max_age_ms must not be negative: " + absentAge.toMillis());
    }
  }

  private static void requirePositive(String key, Duration duration) {
    if (duration.toMillis() < 1) {
      throw new IllegalArgumentException(key + " must be at least 1: " + duration.toMillis());
    }
  }
}
