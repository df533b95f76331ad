package selaras.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import selaras.answers.Pending;
import selaras.cache.ReadOutcome.Found;
import selaras.cache.ReadOutcome.Source;
import selaras.cluster.NodeId;
import selaras.store.Fence;

/** One node on the model origin, with a clock that the test moves. */
abstract class LoneNode {
  static final Duration SILENCE = Duration.ofSeconds(2);
  static final Duration AGE = Duration.ofMinutes(5);
  static final Partitions PARTITIONS = new Partitions(4);

  long nanos = 1_000_000_000L;
  Runnable duringCall = () -> {};
  CompletableFuture<Void> mayRead = CompletableFuture.completedFuture(null);
  CompletableFuture<Void> mayWrite = CompletableFuture.completedFuture(null);
  CompletableFuture<Void> mayAsk = CompletableFuture.completedFuture(null);
  int calls;
  final List<Runnable> shared = new ArrayList<>();
  long asked;
  final ModelOrigin model = new ModelOrigin(PARTITIONS, this::millis, message -> {});
  final CoherentCache cache = cache(Duration.ZERO);

  CoherentCache cache(Duration absentAge) {
    var settings = new CacheSettings(10, PARTITIONS, AGE, absentAge, SILENCE);
    return new CoherentCache(new NodeId("node-1"), settings, new Calls(), () -> nanos, shared::add);
  }

  /** Calls to the model; something may happen after each was carried out, before its answer. */
  private final class Calls implements Origin {
    @Override
    public List<CompletableFuture<Loaded>> read(List<Reading> readings) {
      calls++;
      return readings.stream().map(reading -> mayRead.thenApply(now -> read(reading))).toList();
    }

    private Loaded read(Reading reading) {
      var answer = model.read("node-1", reading.key(), reading.ticket());
      duringCall.run();
      return answer;
    }

    @Override
    public CompletableFuture<Answer<WriteOutcome>> write(Put put, long ticket) {
      var answer = model.write("node-1", put, ticket);
      duringCall.run();
      return mayWrite.thenApply(now -> answer);
    }

    @Override
    public CompletableFuture<OptionalLong> show(String key, Fence fence) {
      OptionalLong newest = model.show(fence);
      duringCall.run();
      return CompletableFuture.completedFuture(newest);
    }

    @Override
    public CompletableFuture<Answer<DeleteOutcome>> delete(Delete delete) {
      return CompletableFuture.completedFuture(model.delete("node-1", delete));
    }

    @Override
    public CompletableFuture<Collection<String>> ask(int partition, long sequence) {
      asked = sequence;
      return mayAsk.thenApply(now -> Set.of("node-2", "node-3"));
    }

    @Override
    public void leave(String key, long ticket) {
      model.leave("node-1", key, ticket);
    }
  }

  long millis() {
    return nanos / 1_000_000;
  }

  void pass(Duration time) {
    nanos += time.toNanos();
  }

  ReadOutcome get(String key) {
    return cache.get(key).join();
  }

  Source sourceOf(String key) {
    return ((Found) get(key)).source();
  }

  LoneNode() {
    cache.invalidations().confirmed(nanos, model.sequences());
  }

  static Fence token(long token) {
    return new Fence("lock", token);
  }

  WriteOutcome putUnder(long token, String value) {
    return put(
        new Put(
            "a",
            value,
            OptionalLong.empty(),
            OptionalLong.empty(),
            Optional.empty(),
            Optional.of(token(token))));
  }

  WriteOutcome put(Put put) {
    return Pending.await(cache.put(put));
  }

  long change(String key, String value) {
    return model.write("node-2", Put.of(key, value), Origin.NO_COPY).sequence();
  }

  /** The number of the last change of the key's partition. */
  long lastChange(String key) {
    return model.sequences()[PARTITIONS.of(key)];
  }

  /** The last change is heard of, as the one that follows what was heard last. */
  void hearChange(String key, String sender) {
    long before = cache.invalidations().heard()[PARTITIONS.of(key)];
    cache.invalidations().changed(new Change(key, sender, before, lastChange(key)));
  }

  /** Another key in the same partition. */
  static String besides(String key) {
    String other = "q";
    for (int i = 0; PARTITIONS.of(other) != PARTITIONS.of(key); i++) {
      other = "q" + i;
    }
    return other;
  }
}
