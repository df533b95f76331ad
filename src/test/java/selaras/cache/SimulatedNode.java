package selaras.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import selaras.cluster.NodeId;
import selaras.store.Fence;

/** A node of the {@link Simulation}. */
final class SimulatedNode {
  static final Duration SILENCE = Duration.ofMillis(30);
  private static final int CAPACITY = 2;

  final String name;
  final LocalCopies copies;
  final Wire wire;
  final List<Runnable> departures = new ArrayList<>();
  private final Map<String, Integer> seen = new HashMap<>();
  boolean connected;
  boolean stalled;

  /** Beats of an earlier connection are not for this one. */
  int life;

  SimulatedNode(
      String name,
      Partitions partitions,
      ModelOrigin origin,
      LongSupplier nanos,
      SplittableRandom random,
      boolean reliable) {
    this.name = name;
    this.wire = new Wire(random, reliable);
    Duration hour = Duration.ofHours(1);
    var settings = new CacheSettings(CAPACITY, partitions, hour, hour, SILENCE);
    this.copies =
        new LocalCopies(new NodeId(name), settings, leaving(origin), nanos, new Counters());
  }

  /** The newest state of the key that a reader at this node has been answered. */
  int seen(String key) {
    return seen.getOrDefault(key, 0);
  }

  /** A reader who had seen the floor is answered a state. */
  void see(String key, int state, int floor) {
    assertThat(state)
        .as("stale: %s: state of %s goes backwards", name, key)
        .isGreaterThanOrEqualTo(floor);
    seen.merge(key, state, Math::max);
  }

  private Origin leaving(ModelOrigin origin) {
    return new Origin() {
      @Override
      public List<CompletableFuture<Loaded>> read(List<Reading> readings) {
        throw new AssertionError("the simulation makes the calls");
      }

      @Override
      public CompletableFuture<Answer<WriteOutcome>> write(Put put, long ticket) {
        throw new AssertionError("the simulation makes the calls");
      }

      @Override
      public CompletableFuture<OptionalLong> show(String key, Fence fence) {
        throw new AssertionError("the simulation makes the calls");
      }

      @Override
      public CompletableFuture<Answer<DeleteOutcome>> delete(Delete delete) {
        throw new AssertionError("the simulation makes the calls");
      }

      @Override
      public CompletableFuture<Collection<String>> ask(int partition, long sequence) {
        throw new AssertionError("the simulation makes the calls");
      }

      @Override
      public void leave(String key, long ticket) {
        departures.add(() -> origin.leave(name, key, ticket));
      }
    };
  }
}
