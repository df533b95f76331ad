package selaras.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import selaras.cluster.NodeId;
import selaras.store.Fence;

/** A node of the {@link Simulation}: its cache as it is, whose calls and messages others carry. */
final class SimulatedNode {
  static final Duration SILENCE = Duration.ofMillis(30);
  private static final int CAPACITY = 2;

  final String name;
  final CoherentCache cache;
  final LocalCopies copies;
  final Wire wire;
  final List<Runnable> departures = new ArrayList<>();
  private final ModelOrigin origin;
  private final Consumer<SimulatedCall<?>> calls;
  private final Map<String, Integer> seen = new HashMap<>();
  boolean connected;
  boolean stalled;

  /** Beats of an earlier connection are not for this one. */
  int life;

  /**
   * @param calls where it makes its calls
   */
  SimulatedNode(
      String name,
      Partitions partitions,
      ModelOrigin origin,
      LongSupplier nanos,
      Wire wire,
      Flaw flaw,
      Consumer<SimulatedCall<?>> calls) {
    this.name = name;
    this.wire = wire;
    this.origin = origin;
    this.calls = calls;
    Duration hour = Duration.ofHours(1);
    var settings = new CacheSettings(CAPACITY, partitions, hour, hour, SILENCE);
    Origin asked = new Calls();
    this.copies = new FlawedCopies(flaw, new NodeId(name), settings, asked, nanos);
    this.cache = new CoherentCache(copies, settings, asked, nanos, Runnable::run);
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

  private <T> CompletableFuture<T> made(String key, Supplier<T> work, ToLongFunction<T> change) {
    SimulatedCall<T> call = new SimulatedCall<>(this, key, work, change);
    calls.accept(call);
    return call.future();
  }

  private final class Calls implements Origin {
    @Override
    public List<CompletableFuture<Loaded>> read(List<Reading> readings) {
      return readings.stream().map(this::read).toList();
    }

    private CompletableFuture<Loaded> read(Reading reading) {
      String key = reading.key();
      return made(key, () -> origin.read(name, key, reading.ticket()), loaded -> 0);
    }

    @Override
    public CompletableFuture<OptionalLong> show(String key, Fence fence) {
      return made(key, () -> origin.show(fence), newest -> 0);
    }

    @Override
    public CompletableFuture<Answer<WriteOutcome>> write(Put put, long ticket) {
      return made(put.key(), () -> origin.write(name, put, ticket), Answer::sequence);
    }

    @Override
    public CompletableFuture<Answer<DeleteOutcome>> delete(Delete delete) {
      return made(delete.key(), () -> origin.delete(name, delete), Answer::sequence);
    }

    @Override
    public CompletableFuture<Collection<String>> ask(int partition, long sequence) {
      throw new AssertionError("the simulation asks");
    }

    @Override
    public void leave(String key, long ticket) {
      departures.add(() -> origin.leave(name, key, ticket));
    }
  }
}
