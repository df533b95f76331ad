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
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import selaras.cluster.NodeId;
import selaras.store.Fence;

/** A node of the {@link Simulation}: its cache as it is, whose calls and messages others carry. */
final class SimulatedNode {
  /** What is around the nodes. */
  interface World {
    /** The time, which is the same for all. */
    long nanos();

    /** Where a node makes its calls to the origin. */
    void call(SimulatedCall<?> call);

    /** Asks the others about a change; gives the names of those who may be serving copies. */
    CompletableFuture<Collection<String>> ask(SimulatedNode writer, int partition, long sequence);

    /** As {@link TimeLimit}. */
    void limit(CompletableFuture<Void> pending, long nanos);
  }

  static final Duration SILENCE = Duration.ofMillis(30);
  private static final int CAPACITY = 2;

  final String name;
  final CoherentCache cache;
  final LocalCopies copies;
  final Wire wire;
  final List<Runnable> departures = new ArrayList<>();
  private final ModelOrigin origin;
  private final World world;
  private final Map<String, Integer> seen = new HashMap<>();
  boolean connected;
  boolean stalled;

  /** Beats of an earlier connection are not for this one. */
  int life;

  SimulatedNode(
      String name, Partitions partitions, ModelOrigin origin, Wire wire, Flaw flaw, World world) {
    this.name = name;
    this.wire = wire;
    this.origin = origin;
    this.world = world;
    Duration hour = Duration.ofHours(1);
    var settings = new CacheSettings(CAPACITY, partitions, hour, hour, SILENCE);
    Origin asked = new Calls();
    this.copies = new FlawedCopies(flaw, new NodeId(name), settings, asked, world::nanos);
    TimeLimit limit =
        flaw == Flaw.IMPATIENCE
            ? (pending, nanos) -> world.limit(pending, nanos / 2)
            : world::limit;
    this.cache = new CoherentCache(copies, settings, asked, world::nanos, limit, Runnable::run);
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
    world.call(call);
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
      return world.ask(SimulatedNode.this, partition, sequence);
    }

    @Override
    public void leave(String key, long ticket) {
      departures.add(() -> origin.leave(name, key, ticket));
    }
  }
}
