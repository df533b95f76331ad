package selaras.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class LruCacheTest {
  /** The obvious LRU: a linked map, least recently used first, reordered by hand. */
  private static final class Naive {
    final int capacity;
    final LinkedHashMap<Integer, Integer> map = new LinkedHashMap<>();

    Naive(int capacity) {
      this.capacity = capacity;
    }

    Integer get(int key) {
      Integer value = map.remove(key);
      if (value != null) {
        map.put(key, value);
      }
      return value;
    }

    Integer put(int key, int value) {
      boolean known = map.remove(key) != null;
      Integer evicted = null;
      if (!known && map.size() == capacity) {
        evicted = map.keySet().iterator().next();
        map.remove(evicted);
      }
      map.put(key, value);
      return evicted;
    }

    List<Integer> newestFirst() {
      List<Integer> keys = new ArrayList<>(map.keySet());
      return keys.reversed();
    }
  }

  @Test
  void anyCall_random_likeNaiveModel() {
    for (long seed = 1; seed <= 100; seed++) {
      check(seed);
    }
  }

  private static void check(long seed) {
    var random = new SplittableRandom(seed);
    int capacity = 1 + random.nextInt(6);
    var naive = new Naive(capacity);
    var cache = new LruCache<Integer, Integer>(capacity);
    for (int step = 0; step < 500; step++) {
      String where = "seed " + seed + " step " + step;
      int key = random.nextInt(capacity * 2);
      switch (random.nextInt(10)) {
        case 0, 1, 2, 3 -> assertThat(cache.get(key)).as(where).isEqualTo(naive.get(key));
        case 4, 5, 6 -> {
          Integer evicted = cache.put(key, step).map(Map.Entry::getKey).orElse(null);
          assertThat(evicted).as(where).isEqualTo(naive.put(key, step));
        }
        case 7 -> assertThat(cache.remove(key)).as(where).isEqualTo(naive.map.remove(key));
        case 8 -> {
          int changed = step;
          cache.update(key, value -> value % 2 == 0 ? changed : null);
          naive.map.computeIfPresent(key, (k, value) -> value % 2 == 0 ? changed : null);
        }
        default -> assertThat(cache.peek(key)).as(where).isEqualTo(naive.map.get(key));
      }
      assertThat(cache.size()).as(where).isEqualTo(naive.map.size());
    }
    List<Integer> left = cache.clear().stream().map(Map.Entry::getKey).toList();
    assertThat(left).as("seed " + seed).isEqualTo(naive.newestFirst());
    assertThat(cache.size()).isZero();
  }

  @Test
  void get_fullCache_protectsFromEviction() {
    var cache = new LruCache<String, Integer>(2);
    cache.put("a", 1);
    cache.put("b", 2);
    cache.get("a");
    assertThat(cache.put("c", 3)).hasValue(Map.entry("b", 2));
  }

  @Test
  void peek_fullCache_isNoUse() {
    var cache = new LruCache<String, Integer>(2);
    cache.put("a", 1);
    cache.put("b", 2);
    cache.peek("a");
    assertThat(cache.put("c", 3)).hasValue(Map.entry("a", 1));
  }

  @Test
  void constructor_noCapacity_refuses() {
    assertThatThrownBy(() -> new LruCache<String, String>(0)).hasMessageContaining("capacity");
  }

  @Test
  void anyCall_manyThreads_listAndTableAgree() throws Exception {
    var cache = new LruCache<Integer, Integer>(50);
    List<Callable<Void>> threads = new ArrayList<>();
    for (int thread = 0; thread < 4; thread++) {
      var random = new SplittableRandom(thread);
      threads.add(
          () -> {
            for (int i = 0; i < 50_000; i++) {
              hammer(cache, random);
            }
            return null;
          });
    }
    try (var pool = Executors.newFixedThreadPool(4)) {
      for (var done : pool.invokeAll(threads)) {
        done.get();
      }
    }
    int size = cache.size();
    assertThat(size).isBetween(1, 50);
    assertThat(cache.clear()).hasSize(size).doesNotHaveDuplicates();
    assertThat(cache.size()).isZero();
  }

  private static void hammer(LruCache<Integer, Integer> cache, SplittableRandom random) {
    int key = random.nextInt(100);
    switch (random.nextInt(8)) {
      case 0 -> cache.remove(key);
      case 1, 2 -> cache.put(key, key);
      case 3 -> cache.update(key, value -> value);
      default -> {
        Integer value = cache.get(key);
        assertThat(value == null || value == key).isTrue();
      }
    }
  }
}
