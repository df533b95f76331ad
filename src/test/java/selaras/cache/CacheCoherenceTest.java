package selaras.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import selaras.cache.ReadOutcome.Found;
import selaras.cache.ReadOutcome.Source;
import selaras.store.StoreUnavailableException;

/** Which copies a node keeps, by what it hears and does not hear. */
class CacheCoherenceTest extends LoneNode {
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
  void put_laterWriteHeardBeforeOwnAnswer_doesNotResurrectTheOlder() {
    duringCall =
        () -> {
          model.write("node-2", Put.of("a", "2"), 1);
          cache.invalidations().written("a", "node-2");
        };
    put(Put.of("a", "1"));
    duringCall = () -> {};
    assertThat(get("a")).isEqualTo(new Found("2", 2, Mesi.S, Source.REDIS));
  }

  @Test
  void put_otherReadHeardBeforeOwnAnswer_isShared() {
    duringCall = () -> cache.invalidations().read("a", "node-2");
    put(Put.of("a", "1"));
    assertThat(get("a")).isEqualTo(new Found("1", 1, Mesi.S, Source.CACHE));
  }

  @Test
  void put_answerLost_ownLateMessageIsHeeded() {
    put(Put.of("a", "1"));
    duringCall =
        () -> {
          throw new StoreUnavailableException("lost", true, null);
        };
    assertThatThrownBy(() -> put(Put.of("a", "2"))).isInstanceOf(StoreUnavailableException.class);
    duringCall = () -> {};
    hearChange("a", "node-1");
    assertThat(get("a")).extracting("value", "source").containsExactly("2", Source.REDIS);
    assertThat(sourceOf("a")).isEqualTo(Source.CACHE);
  }

  @Test
  void written_bySelf_isSkipped() {
    put(Put.of("a", "1"));
    cache.invalidations().written("a", "node-1");
    assertThat(sourceOf("a")).isEqualTo(Source.CACHE);
    assertThat(cache.stats().invalidationsReceived()).isZero();
  }

  @Test
  void get_afterDisconnect_alwaysReadsTheOriginUntilConnected() {
    put(Put.of("a", "1"));
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
    put(Put.of("a", "1"));
    pass(SILENCE);
    assertThat(sourceOf("a")).isEqualTo(Source.CACHE);
    pass(Duration.ofNanos(1));
    assertThat(sourceOf("a")).isEqualTo(Source.REDIS);
    cache.invalidations().confirmed(nanos, cache.invalidations().heard());
    assertThat(sourceOf("a")).isEqualTo(Source.CACHE);
  }

  @Test
  void get_copyOfMaximumAge_readsTheOrigin() {
    put(Put.of("a", "1"));
    pass(AGE);
    cache.invalidations().confirmed(nanos, cache.invalidations().heard());
    assertThat(sourceOf("a")).isEqualTo(Source.REDIS);
  }

  @Test
  void confirmed_aChangeWasNotHeardOf_partitionIsDroppedAndNoOther() {
    put(Put.of("a", "1"));
    put(Put.of("b", "1"));
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

  @Test
  void changed_byAWriteOfThisNodeThatIsNotAnswered_oldCopyGoesAndNewOneStays() {
    put(Put.of("a", "1"));
    cache.invalidations().confirmed(nanos, model.sequences());
    put(Put.of("a", "2"));
    hearChange("a", "node-1");
    assertThat(sourceOf("a")).as("answered: nothing to do").isEqualTo(Source.CACHE);
    ReadOutcome[] meanwhile = new ReadOutcome[1];
    duringCall =
        () -> {
          duringCall = () -> {};
          hearChange("a", "node-1");
          meanwhile[0] = get("a");
        };
    put(Put.of("a", "3"));
    assertThat(meanwhile[0]).extracting("value").isEqualTo("3");
    assertThat(get("a")).extracting("value", "source").containsExactly("3", Source.CACHE);
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
}
