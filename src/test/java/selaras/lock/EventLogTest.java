package selaras.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class EventLogTest {
  private static final Duration NOT_LONG = Duration.ofMillis(1);
  private static final LockEvent EVENT =
      new LockEvent.Queued("l1", "c1", List.of(Want.exclusive("a")));

  private final EventLog log = new EventLog(3);

  @Test
  void after_idInTheMiddle_givesTheRest() throws InterruptedException {
    tell("1-1", "1-2", "5-1");
    EventLog.Page page = log.after(id("1-1"), 10, NOT_LONG);
    assertThat(page.entries()).extracting(EventLog.Entry::id).containsExactly(id("1-2"), id("5-1"));
    assertThat(page.missed()).isFalse();
    assertThat(page.last()).isEqualTo(id("5-1"));
  }

  @Test
  void after_limit_goesOnWhereItStopped() throws InterruptedException {
    tell("1-1", "1-2", "5-1");
    EventLog.Page page = log.after(EventId.BEGINNING, 2, NOT_LONG);
    assertThat(page.last()).isEqualTo(id("1-2"));
    assertThat(log.after(page.last(), 2, NOT_LONG).last()).isEqualTo(id("5-1"));
  }

  @Test
  void after_moreThanAreKept_saysThatSomeAreMissing() throws InterruptedException {
    tell("1-1", "2-1", "3-1", "4-1");
    assertThat(log.after(EventId.BEGINNING, 10, NOT_LONG).missed()).isTrue();
    EventLog.Page page = log.after(id("1-1"), 10, NOT_LONG);
    assertThat(page.missed()).isFalse();
    assertThat(page.entries()).hasSize(3);
  }

  @Test
  void happened_eventOfSeveralResources_takesThePlaceOfSeveral() throws InterruptedException {
    tell("1-1", "2-1");
    List<Want> both = List.of(Want.exclusive("a"), Want.exclusive("b"));
    log.happened(id("3-1"), new LockEvent.Queued("l2", "c1", both));
    assertThat(log.after(id("1-1"), 10, NOT_LONG).entries()).hasSize(2);
    Holder holder = new Holder("a", "c2", "l3", LockMode.EXCLUSIVE, 1, 7, 100);
    LockOutcome held = new LockOutcome.Held(List.of(holder), 0);
    log.happened(id("4-1"), new LockEvent.WaitEnded("l2", "c1", both, held));
    assertThat(log.after(id("3-1"), 10, NOT_LONG).entries()).hasSize(1);
    assertThat(log.after(id("2-1"), 10, NOT_LONG).missed()).isTrue();
  }

  @Test
  void after_restoredFromASnapshot_saysThatWhatItContainsIsMissing() throws InterruptedException {
    tell("1-1");
    log.restored(7, null);
    assertThat(log.after(id("1-1"), 10, NOT_LONG).missed()).isTrue();
    tell("8-1");
    assertThat(log.after(id("1-1"), 10, NOT_LONG).entries()).hasSize(1);
    assertThat(log.after(log.last(), 10, NOT_LONG).missed()).isFalse();
  }

  @Test
  void after_idThatThisNodeHasYetToReach_waits() throws Exception {
    tell("1-1");
    CompletableFuture<EventLog.Page> page =
        CompletableFuture.supplyAsync(() -> read(id("2-1"), Duration.ofSeconds(10)));
    tell("2-1", "3-1");
    assertThat(page.get(10, TimeUnit.SECONDS).entries())
        .extracting(EventLog.Entry::id)
        .containsExactly(id("3-1"));
  }

  @Test
  void parse_whatToStringGave_isEqual() {
    assertThat(EventId.parse("12-3")).contains(new EventId(12, 3));
    assertThat(EventId.parse("12")).isEmpty();
    assertThat(EventId.parse("-1-1")).isEmpty();
    assertThat(EventId.parse("99999999999999999999-1")).isEmpty();
  }

  private EventLog.Page read(EventId after, Duration patience) {
    try {
      return log.after(after, 10, patience);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void tell(String... ids) {
    for (String text : ids) {
      log.happened(id(text), EVENT);
    }
  }

  private static EventId id(String text) {
    return EventId.parse(text).orElseThrow();
  }
}
