package selaras.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static selaras.lock.Want.exclusive;

import java.util.List;
import org.junit.jupiter.api.Test;
import selaras.lock.LockEvent.Cause;

final class SessionTest {
  private static final Terms IN_SESSION = new Terms(1, 0, 0, false, "s1");

  private final DrivenTable table = new DrivenTable();

  @Test
  void heartbeat_keepsAllLocksOfTheSession() {
    open();
    table.ask("l1", "c1", IN_SESSION, exclusive("a"));
    table.ask("l2", "c1", IN_SESSION, exclusive("b"));
    table.table.advance(900);
    assertThat(table.apply(new LockCommand.Heartbeat("", "s1")))
        .isEqualTo(new LockOutcome.SessionAlive("s1", "c1", 1_000));
    table.table.advance(1_899);
    assertThat(table.holders("a")).containsExactly("c1");
    table.table.advance(1_900);
    assertThat(table.holders("a")).isEmpty();
    assertThat(table.holders("b")).isEmpty();
    assertThat(causes()).containsExactly(Cause.SESSION_EXPIRED, Cause.SESSION_EXPIRED);
    assertThat(table.apply(new LockCommand.Heartbeat("", "s1")))
        .isEqualTo(new LockOutcome.NoSession("s1"));
  }

  @Test
  void close_givesTheLocksBackAndEndsTheWaits() {
    open();
    table.ask("l1", "c1", IN_SESSION, exclusive("a"));
    table.take("l2", "c2", exclusive("b"));
    table.ask("w", "c1", new Terms(1, 5_000, 0, false, "s1"), exclusive("b"));
    assertThat(table.apply(new LockCommand.CloseSession("", "s1")))
        .isEqualTo(new LockOutcome.SessionClosed("s1", 1));
    assertThat(table.endOf("w")).isEqualTo(new LockOutcome.NoSession("s1"));
    assertThat(table.waiting("b")).isEmpty();
    assertThat(causes()).containsExactly(Cause.SESSION_CLOSED);
  }

  @Test
  void acquire_withoutHolder_isByTheHolderOfTheSession() {
    open();
    table.ask("l1", "", IN_SESSION, exclusive("a"));
    assertThat(table.holders("a")).containsExactly("c1");
  }

  @Test
  void acquire_bySomebodyElse_isRefused() {
    open();
    assertThat(table.ask("l1", "c2", IN_SESSION, exclusive("a")))
        .isEqualTo(new LockOutcome.SessionOfAnother("s1"));
  }

  @Test
  void renew_lockOfASession_isRefused() {
    open();
    table.ask("l1", "c1", IN_SESSION, exclusive("a"));
    assertThat(table.apply(new LockCommand.Renew("", "l1", 9_000)))
        .isEqualTo(new LockOutcome.LivesWithSession("s1"));
  }

  @Test
  void acquire_againWithALeaseOfItsOwn_outlivesTheSession() {
    open();
    table.ask("l1", "c1", IN_SESSION, exclusive("a"));
    table.ask("l2", "c1", Terms.of(5_000, 0), exclusive("a"));
    table.table.advance(1_000);
    assertThat(table.holders("a")).containsExactly("c1");
  }

  private void open() {
    table.apply(new LockCommand.OpenSession("", "s1", "c1", 1_000));
  }

  private List<Cause> causes() {
    return table.events.stream()
        .filter(LockEvent.Freed.class::isInstance)
        .map(event -> ((LockEvent.Freed) event).cause())
        .toList();
  }
}
