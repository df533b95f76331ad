package selaras.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import selaras.lock.EventId;
import selaras.lock.EventLog;
import selaras.lock.LockEvent;
import selaras.lock.LockOutcome;
import selaras.lock.Want;

final class LockEventAnswersTest {
  private static final Duration GRACE = Duration.ofMillis(100);
  private static final Want FILE = Want.exclusive("file");
  private static final Want BOOK = Want.shared("book");

  @Test
  void of_queued_namesWhoWaits() {
    check(
        new LockEvent.Queued("id", "c1", List.of(FILE)),
        """
        {"index":7,"event":"queued","resource_id":"file","lock_type":"exclusive","holder_id":"c1"}""");
  }

  @Test
  void of_granted_showsTheTokenAndTheLeaseWithoutItsGrace() {
    var grant = new LockOutcome.Granted("id", "c1", List.of(FILE), 5, 30_100, 1);
    check(
        new LockEvent.Granted(grant, ""),
        """
        {"index":7,"event":"granted","resource_id":"file","lock_type":"exclusive","holder_id":"c1",\
        "fencing_token":5,"expires_in_ms":30000}""");
  }

  @Test
  void of_lockOfSeveral_namesThemAll() {
    check(
        new LockEvent.Freed("id", "c1", List.of(FILE, BOOK), 5, LockEvent.Cause.RELEASED),
        """
        {"index":7,"event":"released","resource_id":"file","lock_type":"exclusive",\
        "holder_id":"c1","fencing_token":5,"resources":[\
        {"resource_id":"file","lock_type":"exclusive"},\
        {"resource_id":"book","lock_type":"shared"}]}""");
  }

  @Test
  void of_freed_saysHow() {
    checkFreed(LockEvent.Cause.RELEASED, "released", null);
    checkFreed(LockEvent.Cause.SESSION_CLOSED, "released", "session_closed");
    checkFreed(LockEvent.Cause.EXPIRED, "expired", null);
    checkFreed(LockEvent.Cause.SESSION_EXPIRED, "expired", "session_expired");
    checkFreed(LockEvent.Cause.FORCED, "lost", "forced");
  }

  @Test
  void of_waitEnded_saysWhy() {
    checkLeft(new LockOutcome.Held(List.of(), 0), "gave_up");
    checkLeft(new LockOutcome.Deadlock(List.of()), "deadlock");
    checkLeft(new LockOutcome.NoSession("s"), "session_ended");
    checkLeft(new LockOutcome.NotHeld(), "not_held");
  }

  private static void checkFreed(LockEvent.Cause how, String event, String cause) {
    var freed = new LockEvent.Freed("id", "c1", List.of(FILE), 5, how);
    assertThat(of(freed).event()).isEqualTo(event);
    assertThat(of(freed).cause()).isEqualTo(cause);
    assertThat(of(freed).fencingToken()).isEqualTo(5);
  }

  private static void checkLeft(LockOutcome outcome, String cause) {
    var left = of(new LockEvent.WaitEnded("id", "c1", List.of(FILE), outcome));
    assertThat(left.event()).isEqualTo("left");
    assertThat(left.cause()).isEqualTo(cause);
    assertThat(left.fencingToken()).isNull();
  }

  private static void check(LockEvent event, String json) {
    assertThat(JsonShape.text(of(event))).isEqualTo(json);
  }

  private static LockEventAnswers.Happened of(LockEvent event) {
    return LockEventAnswers.of(new EventLog.Entry(new EventId(7, 2), event), FILE, GRACE);
  }
}
