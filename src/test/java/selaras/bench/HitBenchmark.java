package selaras.bench;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import selaras.cache.CacheSettings;
import selaras.cache.CoherentCache;
import selaras.cache.Delete;
import selaras.cache.DeleteOutcome;
import selaras.cache.LruCache;
import selaras.cache.Mesi;
import selaras.cache.Origin;
import selaras.cache.Partitions;
import selaras.cache.Put;
import selaras.cache.WriteOutcome;
import selaras.cluster.NodeId;
import selaras.store.Fence;

/**
 * What a hit costs inside the JVM, by one and by two threads on the same keys: {@code mvn test
 * -Dtest=HitBenchmark}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HitBenchmark {
  private static final int CAPACITY = 1000;

  private final String[] keys = new String[1 << 14];
  private LruCache<String, String> lru;
  private Cache<String, String> caffeine;
  private CoherentCache coherent;

  /** Where each thread is in the sequence of keys. */
  @State(Scope.Thread)
  public static class Position {
    private int at;

    String next(String[] keys) {
      return keys[at++ & (keys.length - 1)];
    }
  }

  @Setup
  public void fill() {
    lru = new LruCache<>(CAPACITY);
    caffeine = Caffeine.newBuilder().maximumSize(CAPACITY).build();
    Duration hour = Duration.ofHours(1);
    var settings = new CacheSettings(CAPACITY, new Partitions(128), hour, Duration.ZERO, hour);
    coherent =
        new CoherentCache(
            new NodeId("node-1"), settings, new Nowhere(), System::nanoTime, Runnable::run);
    coherent.invalidations().confirmed(System.nanoTime(), new long[128]);
    for (int i = 0; i < CAPACITY; i++) {
      lru.put("key" + i, "value");
      caffeine.put("key" + i, "value");
      coherent.put(Put.of("key" + i, "1"));
    }
    Zipf zipf = new Zipf(CAPACITY, 1);
    for (int i = 0; i < keys.length; i++) {
      keys[i] = "key" + zipf.next();
    }
  }

  @Benchmark
  public Object lru(Position position) {
    return lru.get(position.next(keys));
  }

  @Benchmark
  public Object caffeine(Position position) {
    return caffeine.getIfPresent(position.next(keys));
  }

  @Benchmark
  public Object coherent(Position position) {
    return coherent.get(position.next(keys));
  }

  @Test
  void hit_byOneAndTwoThreads() throws Exception {
    for (int threads : new int[] {1, 2}) {
      Options options =
          new OptionsBuilder()
              .include(HitBenchmark.class.getName() + "\\.")
              .threads(threads)
              .forks(1)
              .warmupIterations(3)
              .warmupTime(TimeValue.seconds(1))
              .measurementIterations(3)
              .measurementTime(TimeValue.seconds(1))
              .jvmArgsPrepend("-cp", System.getProperty("surefire.test.class.path"))
              .build();
      new Runner(options).run();
    }
  }

  /** Takes every write and has nothing to read. */
  private static final class Nowhere implements Origin {
    @Override
    public List<CompletableFuture<Loaded>> read(List<Reading> readings) {
      throw new AssertionError("every read is a hit");
    }

    @Override
    public CompletableFuture<OptionalLong> show(String key, Fence fence) {
      return CompletableFuture.completedFuture(OptionalLong.empty());
    }

    @Override
    public CompletableFuture<Answer<WriteOutcome>> write(Put put, long ticket) {
      return CompletableFuture.completedFuture(
          new Answer<>(new WriteOutcome.Written(1, Mesi.M), false, false, 1));
    }

    @Override
    public CompletableFuture<Answer<DeleteOutcome>> delete(Delete delete) {
      return CompletableFuture.completedFuture(
          new Answer<>(new DeleteOutcome.Absent(), false, false, 0));
    }

    @Override
    public CompletableFuture<Collection<String>> ask(int partition, long sequence) {
      return CompletableFuture.completedFuture(List.of());
    }

    @Override
    public void leave(String key, long ticket) {}
  }
}
