package selaras.bench;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.junit.jupiter.api.Test;
import selaras.cache.LruCache;

/**
 * How many reads of a Zipf workload find their key, with exact LRU and with Caffeine, which also
 * counts how often a key is used: {@code mvn test -Dtest=HitRateBenchmark}.
 */
final class HitRateBenchmark {
  private static final int KEYS = 10_000;
  private static final int READS = 1_000_000;

  @Test
  void hitRate_ofZipf() {
    System.out.printf("%d keys, Zipf with exponent 1, %d reads%n", KEYS, READS);
    System.out.println("| capacity | exact LRU | Caffeine |\n|---|---|---|");
    for (int capacity : new int[] {100, 1000, 5000}) {
      System.out.printf(
          "| %d | %.1f %% | %.1f %% |%n", capacity, 100 * lru(capacity), 100 * caffeine(capacity));
    }
  }

  private static double lru(int capacity) {
    LruCache<Integer, Boolean> cache = new LruCache<>(capacity);
    Zipf zipf = new Zipf(KEYS, 7);
    int hits = 0;
    for (int i = 0; i < READS; i++) {
      int key = zipf.next();
      if (cache.get(key) != null) {
        hits++;
      } else {
        cache.put(key, true);
      }
    }
    return (double) hits / READS;
  }

  private static double caffeine(int capacity) {
    Cache<Integer, Boolean> cache =
        Caffeine.newBuilder().maximumSize(capacity).executor(Runnable::run).build();
    Zipf zipf = new Zipf(KEYS, 7);
    int hits = 0;
    for (int i = 0; i < READS; i++) {
      int key = zipf.next();
      if (cache.getIfPresent(key) != null) {
        hits++;
      } else {
        cache.put(key, true);
      }
    }
    return (double) hits / READS;
  }
}
