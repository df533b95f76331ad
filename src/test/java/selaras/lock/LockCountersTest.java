package selaras.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import selaras.lock.LockCounters.Counts;

final class LockCountersTest {
  private static final List<Want> FILE = List.of(Want.exclusive("file"));

  private final Office office = new Office();
  private final LockCounters counters = new LockCounters(() -> office);

  @Test
  void events_onTheLeader_areCountedByWhatHappened() {
    tellAll();
    assertThat(counters.counts()).isEqualTo(new Counts(1, 1, 1, 2, 1, 2, 1));
  }

  @Test
  void events_onAFollower_areNotCounted() {
    office.leads = false;
    tellAll();
    assertThat(counters.counts()).isEqualTo(new Counts(0, 0, 0, 0, 0, 0, 0));
  }

  private void tellAll() {
    LockOutcome held = new LockOutcome.Held(List.of(), 0);
    tell(new LockEvent.Granted(new LockOutcome.Granted("l", "c", FILE, 1, 1, 1), ""));
    tell(new LockEvent.Queued("l", "c", FILE));
    tell(new LockEvent.WaitEnded("l", "c", FILE, held));
    for (LockEvent.Cause cause :
        List.of(
            LockEvent.Cause.RELEASED,
            LockEvent.Cause.EXPIRED,
            LockEvent.Cause.SESSION_EXPIRED,
            LockEvent.Cause.FORCED)) {
      tell(new LockEvent.Freed("l", "c", FILE, 1, cause));
    }
    counters.answered(held);
    counters.answered(new LockOutcome.Deadlock(List.of()));
    counters.answered(new LockOutcome.Done());
  }

  private void tell(LockEvent event) {
    counters.happened(new EventId(1, 1), event);
  }
}
