package selaras.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import selaras.cache.ReadOutcome.Found;
import selaras.cache.ReadOutcome.Source;
import selaras.cluster.NodeId;
import selaras.store.Fence;
import selaras.store.StoreUnavailableException;

/** One node on the model origin, with a clock that the test moves. */
class CoherentCacheTest {
  private static final Duration SILENCE = Duration.ofSeconds(2);
  private static final Duration AGE = Duration.ofMinutes(5);

  private long nanos = 1_000_000_000L;
  private Runnable duringCall = () -> {};
  private final ModelOrigin model = new ModelOrigin(this::millis, message -> {});
  private final CoherentCache cache =
      new CoherentCache(
          new NodeId("node-1"),
          new CacheSettings(10, AGE, SILENCE, Duration.ofSeconds(1)),
          new Calls(),
          () -> nanos);

  /** Calls to the model; something may happen after each was carried out, before its answer. */
  private final class Calls implements Origin {
    @Override
    public Optional<Loaded> read(String key, long ticket) {
      var answer = model.read("node-1", key, ticket);
      duringCall.run();
      return answer;
    }

    @Override
    public Answer<WriteOutcome> write(Put put, long ticket) {
      var answer = model.write("node-1", put, ticket);
      duringCall.run();
      return answer;
    }

    @Override
    public OptionalLong show(String key, Fence fence) {
      OptionalLong newest = model.show(fence);
      duringCall.run();
      return newest;
    }

    @Override
    public Answer<DeleteOutcome> delete(Delete delete) {
      return model.delete("node-1", delete);
    }

    @Override
    public void leave(String key, long ticket) {
      model.leave("node-1", key, ticket);
    }
  }

  private long millis() {
    return nanos / 1_000_000;
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  private Source sourceOf(String key) {
    return ((Found) cache.get(key)).source();
  }

  CoherentCacheTest() {
    cache.invalidations().connected(nanos);
  }

  @Test
  void get_raceWithInvalidation_answeredButNotKept() {
    model.write("node-2", Put.of("a", "1"), 1);
    duringCall = () -> cache.invalidations().written("a", "node-2");
    assertThat(cache.get("a")).isEqualTo(new Found("1", 1, Mesi.I, Source.REDIS));
    duringCall = () -> {};
    assertThat(cache.get("a")).isEqualTo(new Found("1", 1, Mesi.S, Source.REDIS));
    assertThat(cache.stats().notKept()).isEqualTo(1);
  }

  @Test
  void put_laterWriteHeardBeforeOwnAnswer_doesNotResurrectTheOlder() {
    duringCall =
        () -> {
          model.write("node-2", Put.of("a", "2"), 1);
          cache.invalidations().written("a", "node-2");
        };
    cache.put(Put.of("a", "1"));
    duringCall = () -> {};
    assertThat(cache.get("a")).isEqualTo(new Found("2", 2, Mesi.S, Source.REDIS));
  }

  @Test
  void put_otherReadHeardBeforeOwnAnswer_isShared() {
    duringCall = () -> cache.invalidations().read("a", "node-2");
    cache.put(Put.of("a", "1"));
    assertThat(cache.get("a")).isEqualTo(new Found("1", 1, Mesi.S, Source.CACHE));
  }

  @Test
  void put_answerLost_ownLateMessageIsHeeded() {
    cache.put(Put.of("a", "1"));
    duringCall =
        () -> {
          throw new StoreUnavailableException("lost", true, null);
        };
    assertThatThrownBy(() -> cache.put(Put.of("a", "2")))
        .isInstanceOf(StoreUnavailableException.class);
    duringCall = () -> {};
    assertThat(sourceOf("a")).isEqualTo(Source.REDIS);
    assertThat(sourceOf("a")).isEqualTo(Source.CACHE);
    cache.invalidations().written("a", "node-1");
    assertThat(sourceOf("a")).isEqualTo(Source.REDIS);
  }

  @Test
  void written_bySelf_isSkipped() {
    cache.put(Put.of("a", "1"));
    cache.invalidations().written("a", "node-1");
    assertThat(sourceOf("a")).isEqualTo(Source.CACHE);
    assertThat(cache.stats().invalidationsReceived()).isZero();
  }

  @Test
  void get_afterDisconnect_alwaysReadsTheOriginUntilConnected() {
    cache.put(Put.of("a", "1"));
    cache.invalidations().disconnected();
    assertThat(cache.get("a")).isEqualTo(new Found("1", 1, Mesi.I, Source.REDIS));
    assertThat(sourceOf("a")).isEqualTo(Source.REDIS);
    cache.invalidations().connected(nanos);
    assertThat(cache.get("a")).isEqualTo(new Found("1", 1, Mesi.E, Source.REDIS));
    assertThat(sourceOf("a")).isEqualTo(Source.CACHE);
  }

  @Test
  void get_disconnectedDuringCall_isNotKept() {
    model.write("node-2", Put.of("a", "1"), Origin.NO_COPY);
    duringCall =
        () -> {
          cache.invalidations().disconnected();
          cache.invalidations().connected(nanos);
        };
    assertThat(cache.get("a")).isEqualTo(new Found("1", 1, Mesi.I, Source.REDIS));
    assertThat(cache.stats().size()).isZero();
  }

  @Test
  void get_afterSilence_readsTheOriginUntilConfirmed() {
    cache.put(Put.of("a", "1"));
    pass(SILENCE);
    assertThat(sourceOf("a")).isEqualTo(Source.CACHE);
    pass(Duration.ofNanos(1));
    assertThat(sourceOf("a")).isEqualTo(Source.REDIS);
    cache.invalidations().confirmed(nanos);
    assertThat(sourceOf("a")).isEqualTo(Source.CACHE);
  }

  @Test
  void get_copyOfMaximumAge_readsTheOrigin() {
    cache.put(Put.of("a", "1"));
    pass(AGE);
    cache.invalidations().confirmed(nanos);
    assertThat(sourceOf("a")).isEqualTo(Source.REDIS);
  }

  @Test
  void get_expired_isAbsentAsSoonAsAtTheOrigin() {
    cache.put(
        new Put(
            "a",
            "1",
            OptionalLong.of(100),
            OptionalLong.empty(),
            Optional.empty(),
            Optional.empty()));
    pass(Duration.ofMillis(98));
    assertThat(sourceOf("a")).isEqualTo(Source.CACHE);
    pass(Duration.ofMillis(2));
    assertThat(cache.get("a")).isEqualTo(new ReadOutcome.Absent());
  }

  private static Fence token(long token) {
    return new Fence("lock", token);
  }

  private WriteOutcome putUnder(long token, String value) {
    return cache.put(
        new Put(
            "a",
            value,
            OptionalLong.empty(),
            OptionalLong.empty(),
            Optional.empty(),
            Optional.of(token(token))));
  }

  @Test
  void put_staleFence_refusedAndOwnCopyStays() {
    putUnder(2, "2");
    assertThat(putUnder(1, "1")).isEqualTo(new WriteOutcome.StaleFence(token(1), 2));
    assertThat(cache.get("a")).isEqualTo(new Found("2", 1, Mesi.M, Source.CACHE));
    assertThat(cache.stats().invalidationsSent()).isZero();
  }

  @Test
  void delete_staleFence_refusedAndOwnCopyStays() {
    putUnder(2, "2");
    assertThat(cache.delete(new Delete("a", Optional.empty(), Optional.of(token(1)))))
        .isEqualTo(new DeleteOutcome.StaleFence(token(1), 2));
    assertThat(cache.get("a")).isEqualTo(new Found("2", 1, Mesi.M, Source.CACHE));
  }

  @Test
  void get_withFence_readsTheOriginPastTheCopyAndRefusesOlderTokens() {
    putUnder(1, "1");
    model.write("node-2", Put.of("a", "2"), 1);
    assertThat(cache.get("a")).isEqualTo(new Found("1", 1, Mesi.M, Source.CACHE));
    assertThat(cache.get("a", token(2))).isEqualTo(new Found("2", 2, Mesi.S, Source.REDIS));
    assertThat(cache.get("a", token(1))).isEqualTo(new ReadOutcome.StaleFence(token(1), 2));
    assertThat(putUnder(1, "3")).isInstanceOf(WriteOutcome.StaleFence.class);
    assertThat(cache.stats().misses()).isZero();
  }

  @Test
  void get_withFenceWhileAnotherReadIsUnderWay_seesWhatWasWrittenMeanwhile() {
    model.write("node-2", Put.of("a", "1"), 1);
    ReadOutcome[] fenced = new ReadOutcome[1];
    duringCall =
        () -> {
          duringCall = () -> {};
          model.write("node-2", Put.of("a", "2"), 1);
          fenced[0] = cache.get("a", token(1));
        };
    cache.get("a");
    assertThat(fenced[0]).isEqualTo(new Found("2", 2, Mesi.S, Source.REDIS));
  }

  @Test
  void stats_afterSomeCalls_countThem() {
    cache.put(Put.of("a", "1"));
    cache.get("a");
    cache.get("b");
    cache.put(Put.of("a", "2"));
    cache.invalidations().written("a", "node-2");
    CacheStats stats = cache.stats();
    assertThat(stats.hits()).isEqualTo(1);
    assertThat(stats.misses()).isEqualTo(1);
    assertThat(stats.hitRate()).isEqualTo(0.5);
    assertThat(stats.invalidationsSent()).isEqualTo(1);
    assertThat(stats.invalidationsReceived()).isEqualTo(1);
    assertThat(stats.size()).isZero();
    assertThat(stats.states()).containsEntry(Mesi.I, 1L).containsEntry(Mesi.M, 0L);
  }
}
