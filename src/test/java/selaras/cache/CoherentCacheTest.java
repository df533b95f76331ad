package selaras.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
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
  private CompletableFuture<Void> mayRead = CompletableFuture.completedFuture(null);
  private int calls;
  private final List<Runnable> shared = new ArrayList<>();
  private long asked;
  private static final Partitions PARTITIONS = new Partitions(4);

  private final ModelOrigin model = new ModelOrigin(PARTITIONS, this::millis, message -> {});
  private final CoherentCache cache = cache(Duration.ZERO);

  private CoherentCache cache(Duration absentAge) {
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
    public Collection<String> ask(int partition, long sequence) {
      asked = sequence;
      return Set.of("node-2", "node-3");
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

  private ReadOutcome get(String key) {
    return cache.get(key).join();
  }

  private Source sourceOf(String key) {
    return ((Found) get(key)).source();
  }

  CoherentCacheTest() {
    cache.invalidations().confirmed(nanos, model.sequences());
  }

  @Test
  void get_raceWithInvalidation_answeredButNotKept() {
    model.write("node-2", Put.of("a", "1"), 1);
    duringCall = () -> cache.invalidations().written("a", "node-2");
    assertThat(get("a")).isEqualTo(new Found("1", 1, Mesi.I, Source.REDIS));
    duringCall = () -> {};
    assertThat(get("a")).isEqualTo(new Found("1", 1, Mesi.S, Source.REDIS));
    assertThat(cache.stats().notKept()).isEqualTo(1);
  }

  @Test
  void get_changeThatTheAnswerTakesIn_isKept() {
    model.write("node-2", Put.of("a", "1"), 1);
    duringCall =
        () -> {
          hearChange("a", "node-2");
          cache.invalidations().written("a", "node-2");
        };
    assertThat(get("a")).isEqualTo(new Found("1", 1, Mesi.S, Source.REDIS));
    assertThat(sourceOf("a")).isEqualTo(Source.CACHE);
    cache.invalidations().written("a", "node-2");
    assertThat(sourceOf("a")).as("an invalidation without its change").isEqualTo(Source.REDIS);
  }

  @Test
  void get_whileTheKeyIsBeingLoaded_sharesTheCall() {
    model.write("node-2", Put.of("a", "1"), 1);
    mayRead = new CompletableFuture<>();
    var first = cache.get("a");
    var second = cache.get("a");
    assertThat(List.of(first, second)).noneMatch(CompletableFuture::isDone);
    mayRead.complete(null);
    assertThat(first.join()).isEqualTo(new Found("1", 1, Mesi.S, Source.REDIS));
    assertThat(second).as("what follows from it is not the work of the first").isNotDone();
    shared.forEach(Runnable::run);
    assertThat(second.join()).isEqualTo(first.join());
    assertThat(calls).isEqualTo(1);
    assertThat(sourceOf("a")).isEqualTo(Source.CACHE);
  }

  @Test
  void get_loadingFails_failsForAllWhoShareItAndIsTriedAnew() {
    model.write("node-2", Put.of("a", "1"), 1);
    mayRead = new CompletableFuture<>();
    var reads = List.of(cache.get("a"), cache.get("a"));
    mayRead.completeExceptionally(new StoreUnavailableException("lost", true, null));
    shared.forEach(Runnable::run);
    assertThat(reads)
        .allSatisfy(
            call ->
                assertThatThrownBy(call::join).hasCauseInstanceOf(StoreUnavailableException.class));
    mayRead = CompletableFuture.completedFuture(null);
    assertThat(get("a")).isEqualTo(new Found("1", 1, Mesi.S, Source.REDIS));
    assertThat(calls).isEqualTo(2);
  }

  @Test
  void getAll_someAbsent_inTheOrderAskedForAndTogether() {
    model.write("node-2", Put.of("a", "1"), 1);
    model.write("node-2", Put.of("b", "2"), 1);
    mayRead = new CompletableFuture<>();
    var all = cache.getAll(List.of("b", "none", "a", "b"));
    assertThat(calls).isEqualTo(1);
    mayRead.complete(null);
    assertThat(all.join().keySet()).containsExactly("b", "none", "a");
    assertThat(all.join().get("none")).isEqualTo(new ReadOutcome.Absent());
    assertThat(all.join().get("b")).isEqualTo(new Found("2", 1, Mesi.S, Source.REDIS));
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
    assertThat(get("a")).isEqualTo(new Found("2", 2, Mesi.S, Source.REDIS));
  }

  @Test
  void put_otherReadHeardBeforeOwnAnswer_isShared() {
    duringCall = () -> cache.invalidations().read("a", "node-2");
    cache.put(Put.of("a", "1"));
    assertThat(get("a")).isEqualTo(new Found("1", 1, Mesi.S, Source.CACHE));
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
    hearChange("a", "node-1");
    assertThat(get("a")).extracting("value", "source").containsExactly("2", Source.REDIS);
    assertThat(sourceOf("a")).isEqualTo(Source.CACHE);
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
    assertThat(get("a")).isEqualTo(new Found("1", 1, Mesi.I, Source.REDIS));
    assertThat(sourceOf("a")).isEqualTo(Source.REDIS);
    cache.invalidations().confirmed(nanos, model.sequences());
    assertThat(get("a")).isEqualTo(new Found("1", 1, Mesi.E, Source.REDIS));
    assertThat(sourceOf("a")).isEqualTo(Source.CACHE);
  }

  @Test
  void get_disconnectedDuringCall_isNotKept() {
    model.write("node-2", Put.of("a", "1"), Origin.NO_COPY);
    duringCall =
        () -> {
          cache.invalidations().disconnected();
          cache.invalidations().confirmed(nanos, model.sequences());
        };
    assertThat(get("a")).isEqualTo(new Found("1", 1, Mesi.I, Source.REDIS));
    assertThat(cache.stats().size()).isZero();
  }

  @Test
  void get_afterSilence_readsTheOriginUntilConfirmed() {
    cache.put(Put.of("a", "1"));
    pass(SILENCE);
    assertThat(sourceOf("a")).isEqualTo(Source.CACHE);
    pass(Duration.ofNanos(1));
    assertThat(sourceOf("a")).isEqualTo(Source.REDIS);
    cache.invalidations().confirmed(nanos, cache.invalidations().heard());
    assertThat(sourceOf("a")).isEqualTo(Source.CACHE);
  }

  @Test
  void get_copyOfMaximumAge_readsTheOrigin() {
    cache.put(Put.of("a", "1"));
    pass(AGE);
    cache.invalidations().confirmed(nanos, cache.invalidations().heard());
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
    assertThat(get("a")).isEqualTo(new ReadOutcome.Absent());
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
    assertThat(get("a")).isEqualTo(new Found("2", 1, Mesi.M, Source.CACHE));
    assertThat(cache.stats().invalidationsSent()).isZero();
  }

  @Test
  void delete_staleFence_refusedAndOwnCopyStays() {
    putUnder(2, "2");
    assertThat(cache.delete(new Delete("a", Optional.empty(), Optional.of(token(1)))))
        .isEqualTo(new DeleteOutcome.StaleFence(token(1), 2));
    assertThat(get("a")).isEqualTo(new Found("2", 1, Mesi.M, Source.CACHE));
  }

  @Test
  void get_withFence_readsTheOriginPastTheCopyAndRefusesOlderTokens() {
    putUnder(1, "1");
    model.write("node-2", Put.of("a", "2"), 1);
    assertThat(get("a")).isEqualTo(new Found("1", 1, Mesi.M, Source.CACHE));
    assertThat(cache.get("a", token(2)).join()).isEqualTo(new Found("2", 2, Mesi.S, Source.REDIS));
    assertThat(cache.get("a", token(1)).join()).isEqualTo(new ReadOutcome.StaleFence(token(1), 2));
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
          fenced[0] = cache.get("a", token(1)).join();
        };
    get("a");
    assertThat(fenced[0]).isEqualTo(new Found("2", 2, Mesi.S, Source.REDIS));
  }

  private long change(String key, String value) {
    return model.write("node-2", Put.of(key, value), Origin.NO_COPY).sequence();
  }

  /** The number of the last change of the key's partition. */
  private long lastChange(String key) {
    return model.sequences()[PARTITIONS.of(key)];
  }

  /** The last change is heard of, as the one that follows what was heard last. */
  private void hearChange(String key, String sender) {
    long before = cache.invalidations().heard()[PARTITIONS.of(key)];
    cache.invalidations().changed(new Change(key, sender, before, lastChange(key)));
  }

  @Test
  void confirmed_aChangeWasNotHeardOf_partitionIsDroppedAndNoOther() {
    cache.put(Put.of("a", "1"));
    cache.put(Put.of("b", "1"));
    cache.invalidations().confirmed(nanos, model.sequences());
    assertThat(sourceOf("a")).as("takes in its own change").isEqualTo(Source.CACHE);
    long repairs = cache.stats().repairs();
    change("a", "2");
    cache.invalidations().confirmed(nanos, model.sequences());
    assertThat(get("a")).extracting("value", "source").containsExactly("2", Source.REDIS);
    assertThat(sourceOf("b")).isEqualTo(Source.CACHE);
    assertThat(cache.stats().repairs()).isEqualTo(repairs + 1);
  }

  @Test
  void changed_notTheNextNumber_partitionIsDropped() {
    change("a", "1");
    cache.invalidations().confirmed(nanos, model.sequences());
    sourceOf("a");
    assertThat(sourceOf("a")).isEqualTo(Source.CACHE);
    change("a", "2");
    // that of the first change was lost
    String other = besides("a");
    long before = lastChange("a");
    cache.invalidations().changed(new Change(other, "node-2", before, change(other, "1")));
    assertThat(get("a")).extracting("value").isEqualTo("2");
    assertThat(cache.stats().repairDrops()).isEqualTo(1);
  }

  @Test
  void changed_afterAnOlderOneThanTheLastHeardOf_partitionIsDropped() {
    long kept = change("a", "1");
    long lost = change("a", "2");
    cache.invalidations().confirmed(nanos, model.sequences());
    sourceOf("a");
    assertThat(sourceOf("a")).isEqualTo(Source.CACHE);
    // the origin went back to where it was before it lost one, and goes on from there
    cache.invalidations().changed(new Change(besides("a"), "node-2", kept, lost + 1));
    assertThat(sourceOf("a")).isEqualTo(Source.REDIS);
  }

  /** Another key in the same partition. */
  private static String besides(String key) {
    String other = "q";
    for (int i = 0; PARTITIONS.of(other) != PARTITIONS.of(key); i++) {
      other = "q" + i;
    }
    return other;
  }

  @Test
  void changed_byAWriteOfThisNodeThatIsNotAnswered_oldCopyGoesAndNewOneStays() {
    cache.put(Put.of("a", "1"));
    cache.invalidations().confirmed(nanos, model.sequences());
    cache.put(Put.of("a", "2"));
    hearChange("a", "node-1");
    assertThat(sourceOf("a")).as("answered: nothing to do").isEqualTo(Source.CACHE);
    ReadOutcome[] meanwhile = new ReadOutcome[1];
    duringCall =
        () -> {
          duringCall = () -> {};
          hearChange("a", "node-1");
          meanwhile[0] = get("a");
        };
    cache.put(Put.of("a", "3"));
    assertThat(meanwhile[0]).extracting("value").isEqualTo("3");
    assertThat(get("a")).extracting("value", "source").containsExactly("3", Source.CACHE);
  }

  @Test
  void putStrictly_allConsent_done() {
    var written = cache.putStrictly(Put.of("a", "1"));
    int partition = PARTITIONS.of("a");
    long sequence = lastChange("a");
    assertThat(asked).isEqualTo(sequence);
    cache.invalidations().acknowledged("node-2", partition, sequence);
    cache.invalidations().acknowledged("node-3", partition, sequence - 1);
    cache.invalidations().acknowledged("node-3", partition + 1, sequence);
    assertThat(written).isNotDone();
    assertThat(cache.strictWaiting()).isEqualTo(1);
    cache.invalidations().acknowledged("node-3", partition, sequence + 1);
    assertThat(written).isCompletedWithValue(new WriteOutcome.Written(1, Mesi.M));
    assertThat(cache.strictWaiting()).isZero();
  }

  @Test
  void putStrictly_refused_nobodyIsAsked() {
    Put absentOnly =
        new Put(
            "a", "1", OptionalLong.empty(), OptionalLong.of(7), Optional.empty(), Optional.empty());
    assertThat(cache.putStrictly(absentOnly))
        .isCompletedWithValue(new WriteOutcome.VersionConflict(0));
    assertThat(cache.deleteStrictly(Delete.of("a")))
        .isCompletedWithValue(new DeleteOutcome.Absent());
    assertThat(asked).isZero();
  }

  @Test
  void asked_aboutAChangeNotHeardOf_dropsBeforeItConsents() {
    change("a", "1");
    cache.invalidations().confirmed(nanos, model.sequences());
    sourceOf("a");
    long sequence = change("a", "2");
    assertThat(cache.invalidations().asked(PARTITIONS.of("a"), sequence)).isEqualTo(sequence);
    assertThat(get("a")).extracting("value").isEqualTo("2");
  }

  @Test
  void get_whileACallIsUnderWayThatNoProofCovers_isACallOfItsOwn() {
    change("a", "1");
    cache.invalidations().confirmed(nanos, model.sequences());
    ReadOutcome[] later = new ReadOutcome[1];
    duringCall =
        () -> {
          duringCall = () -> {};
          // as if the process had stood still
          pass(SILENCE.plusMillis(1));
          change("a", "2");
          later[0] = get("a");
        };
    assertThat(get("a")).extracting("value").isEqualTo("1");
    assertThat(later[0]).extracting("value").isEqualTo("2");
  }

  @Test
  void getStrictly_olderCopy_readsTheOriginAndReplacesIt() {
    cache.put(Put.of("a", "1"));
    change("a", "2");
    assertThat(cache.getStrictly("a").join()).extracting("value").isEqualTo("2");
    assertThat(get("a")).extracting("value", "source").containsExactly("2", Source.CACHE);
  }

  @Test
  void get_absentAndRemembered_isNoCallUntilSomebodyCreatesIt() {
    CoherentCache remembering = cache(Duration.ofSeconds(1));
    remembering.invalidations().confirmed(nanos, model.sequences());
    assertThat(remembering.get("a").join()).isEqualTo(new ReadOutcome.Absent());
    assertThat(remembering.get("a").join()).isEqualTo(new ReadOutcome.Absent());
    assertThat(remembering.stats().hits()).isEqualTo(1);
    remembering.invalidations().changed(new Change("a", "node-2", 0, change("a", "1")));
    assertThat(remembering.get("a").join()).extracting("value").isEqualTo("1");
  }

  @Test
  void entries_afterSomeWrites_inOrderAndPaged() {
    for (String key : List.of("c", "a", "b")) {
      cache.put(Put.of(key, "1"));
    }
    assertThat(cache.entries("a", 1)).extracting("key").containsExactly("b");
    assertThat(cache.entries("", 9)).extracting("key").containsExactly("a", "b", "c");
    assertThat(cache.stats().transitions().get(Mesi.I)).containsEntry(Mesi.M, 3L);
  }

  @Test
  void stats_afterSomeCalls_countThem() {
    cache.put(Put.of("a", "1"));
    get("a");
    get("b");
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
