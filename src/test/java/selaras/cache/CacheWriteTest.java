package selaras.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import selaras.cache.ReadOutcome.Found;
import selaras.cache.ReadOutcome.Source;

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
    assertThat(cache.delete(new Delete("a", Optional.empty(), Optional.of(token(1)))))
        .isEqualTo(new DeleteOutcome.StaleFence(token(1), 2));
    assertThat(get("a")).isEqualTo(new Found("2", 1, Mesi.M, Source.CACHE));
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
