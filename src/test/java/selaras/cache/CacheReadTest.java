package selaras.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import selaras.cache.ReadOutcome.Found;
import selaras.cache.ReadOutcome.Source;
import selaras.store.StoreUnavailableException;

/** What a node answers to reads. */
class CacheReadTest extends LoneNode {
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
  void get_theKeyIsBeingLoadedForTooLong_callsItself() {
    mayRead = new CompletableFuture<>();
    cache.get("a");
    pass(SILENCE);
    cache.invalidations().confirmed(nanos, model.sequences());
    cache.get("a");
    assertThat(calls).isEqualTo(1);
    pass(Duration.ofMillis(1));
    cache.get("a");
    assertThat(calls).isEqualTo(2);
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
    var all = cache.getAll(List.of("b", "none", "a", "b"), 10);
    assertThat(calls).isEqualTo(1);
    mayRead.complete(null);
    assertThat(all.join().keySet()).containsExactly("b", "none", "a");
    assertThat(all.join().get("none")).isEqualTo(new ReadOutcome.Absent());
    assertThat(all.join().get("b")).isEqualTo(new Found("2", 1, Mesi.S, Source.REDIS));
  }

  @Test
  void getAll_valuesGetLong_endsWhereTheAnswerIsFull() {
    List<String> keys = IntStream.range(0, 40).mapToObj(i -> "k" + i).toList();
    keys.forEach(key -> model.write("node-2", Put.of(key, "1234567890"), 1));
    assertThat(cache.getAll(keys, 41).join().keySet())
        .containsExactlyElementsOf(keys.subList(0, 5));
    assertThat(calls).as("parts of 4 and 8").isEqualTo(2);
    assertThat(cache.getAllStrictly(keys, 160).join()).hasSize(16);
    assertThat(calls).isEqualTo(5);
    assertThat(cache.getAllStrictly(keys, 1_000).join().keySet()).containsExactlyElementsOf(keys);
    assertThat(calls).as("parts of 4, 8, 16 and the rest").isEqualTo(9);
  }

  @Test
  void get_expired_isAbsentAsSoonAsAtTheOrigin() {
    put(
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

  @Test
  void getStrictly_olderCopy_readsTheOriginAndReplacesIt() {
    put(Put.of("a", "1"));
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
      put(Put.of(key, "1"));
    }
    assertThat(cache.entries("a", 1)).extracting("key").containsExactly("b");
    assertThat(cache.entries("", 9)).extracting("key").containsExactly("a", "b", "c");
    assertThat(cache.stats().transitions().get(Mesi.I)).containsEntry(Mesi.M, 3L);
  }

  @Test
  void stats_afterSomeCalls_countThem() {
    put(Put.of("a", "1"));
    get("a");
    get("b");
    put(Put.of("a", "2"));
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
