package selaras.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import selaras.answers.Pending;
import selaras.cache.ReadOutcome.Found;
import selaras.cache.ReadOutcome.Source;
import selaras.store.StoreUnavailableException;

/** What a node answers to writes. */
class CacheWriteTest extends LoneNode {
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
    assertThat(cache.delete(new Delete("a", Optional.empty(), Optional.of(token(1)))).join())
        .isEqualTo(new DeleteOutcome.StaleFence(token(1), 2));
    assertThat(get("a")).isEqualTo(new Found("2", 1, Mesi.M, Source.CACHE));
  }

  @Test
  void put_answeredLater_untilThenTheOldCopyIsServedAndNobodyWaits() {
    put(Put.of("a", "1"));
    mayWrite = new CompletableFuture<>();
    var written = cache.put(Put.of("a", "2"));
    assertThat(written).isNotDone();
    assertThat(get("a")).isEqualTo(new Found("1", 1, Mesi.M, Source.CACHE));
    mayWrite.complete(null);
    assertThat(written).isCompletedWithValue(new WriteOutcome.Written(2, Mesi.M));
    assertThat(get("a")).isEqualTo(new Found("2", 2, Mesi.M, Source.CACHE));
  }

  @Test
  void put_failsLater_failureIsTheAnswer() {
    mayWrite = new CompletableFuture<>();
    var written = cache.put(Put.of("a", "1"));
    mayWrite.completeExceptionally(new StoreUnavailableException("lost", true, null));
    assertThatThrownBy(() -> Pending.await(written)).isInstanceOf(StoreUnavailableException.class);
    mayWrite = CompletableFuture.completedFuture(null);
    assertThat(put(Put.of("a", "2"))).isEqualTo(new WriteOutcome.Written(2, Mesi.M));
    assertThat(get("a")).isEqualTo(new Found("2", 2, Mesi.M, Source.CACHE));
  }

  @Test
  void putStrictly_askedLater_consentOfBeforeCounts() {
    mayAsk = new CompletableFuture<>();
    var written = cache.putStrictly(Put.of("a", "1"));
    cache.invalidations().acknowledged("node-2", PARTITIONS.of("a"), lastChange("a"));
    cache.invalidations().acknowledged("node-3", PARTITIONS.of("a"), lastChange("a"));
    assertThat(written).isNotDone();
    mayAsk.complete(null);
    assertThat(written).isCompletedWithValue(new WriteOutcome.Written(1, Mesi.M));
  }

  @Test
  void putStrictly_nobodyCanBeAsked_doneAfterTheAllowedSilence() {
    mayAsk = CompletableFuture.failedFuture(new StoreUnavailableException("down", false, null));
    var written = cache.putStrictly(Put.of("a", "1"));
    assertThat(written).isNotDone();
    assertThat(written)
        .succeedsWithin(SILENCE.multipliedBy(10))
        .isEqualTo(new WriteOutcome.Written(1, Mesi.M));
    assertThat(cache.strictWaiting()).isZero();
  }

  @Test
  void putStrictly_askingIsBroken_fails() {
    mayAsk = CompletableFuture.failedFuture(new IllegalStateException("broken"));
    assertThatThrownBy(() -> Pending.await(cache.putStrictly(Put.of("a", "1"))))
        .isInstanceOf(IllegalStateException.class);
    assertThat(cache.strictWaiting()).isZero();
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
}
