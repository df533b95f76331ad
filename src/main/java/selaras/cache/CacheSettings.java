package selaras.cache;

import java.time.Duration;
import selaras.limits.Bound;

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
    Bound.within("cache.capacity", 1, 10_000_000, capacity);
    Bound.atLeast("cache.copy.max_age_ms", 1, maxAge);
    Bound.atLeast("cache.silence.max_ms", 1, maxSilence);
    Bound.atLeast("cache.absent.max_age_ms", 0, absentAge);
  }
}
