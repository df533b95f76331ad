package selaras.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests that wait for longer than answers are remembered. */
final class LongWaitTest {
  private static final long REMEMBERED = LockLimits.DEFAULT.requestMillis();
  private static final long WAIT = 3 * REMEMBERED;
  private static final long LEASE = 10 * REMEMBERED;

  private final DrivenTable driven = new DrivenTable();

  @BeforeEach
  void lock() {
    driven.ask("kept", "keeper", Terms.of(LEASE, 0), Want.exclusive("file"));
  }

  @Test
  void apply_againWhileItWaits_keepsItsPlace() {
    LockOutcome queued = request("w1");
    driven.table.advance(WAIT - 1);
    assertThat(request("w2")).isEqualTo(queued);
    assertThat(driven.waiting("file")).containsExactly("waiter");
  }

  @Test
  void apply_againAfterItsGrant_givesTheSameGrantForAsLongAsOtherAnswers() {
    request("w1");
    driven.table.advance(WAIT - 1);
    driven.release("kept");
    LockOutcome.Granted granted = (LockOutcome.Granted) driven.endOf("w1");
    driven.table.advance(WAIT - 1 + REMEMBERED - 1);
    assertThat(request("w2")).isEqualTo(granted.withLease(LEASE - REMEMBERED + 1));
  }

  @Test
  void apply_againAfterItsTimeIsOver_isANewRequest() {
    request("w1");
    driven.table.advance(WAIT);
    assertThat(driven.endOf("w1")).isInstanceOf(LockOutcome.Held.class);
    driven.table.advance(WAIT + REMEMBERED);
    assertThat(request("w2")).isEqualTo(new LockOutcome.Queued("w2"));
  }

  private LockOutcome request(String lockId) {
    return driven.apply(
        new LockCommand.Acquire(
            "id", lockId, "waiter", List.of(Want.exclusive("file")), Terms.of(LEASE, WAIT)));
  }
}
