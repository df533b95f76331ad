package selaras.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LockTableTest {
  private final List<LockEvent> events = new ArrayList<>();
  private final LockTable table = new LockTable(events::add);

  @Test
  void acquire_freeResource_grantsWithRisingTokens() {
    assertThat(granted(acquire("l1", "c1", LockMode.EXCLUSIVE, 0)).fencingToken()).isEqualTo(1);
    release("l1");
    assertThat(granted(acquire("l2", "c2", LockMode.EXCLUSIVE, 0)).fencingToken()).isEqualTo(2);
  }

  @Test
  void acquire_heldByAnother_namesTheHolders() {
    acquire("l1", "c1", LockMode.EXCLUSIVE, 0);
    LockOutcome outcome = acquire("l2", "c2", LockMode.EXCLUSIVE, 0);
    assertThat(((LockOutcome.Held) outcome).holders())
        .containsExactly(
            new Holder("file", "c1", "l1", LockMode.EXCLUSIVE, Integer.MAX_VALUE, 1, 1000));
  }

  @Test
  void acquire_exclusiveWhileShared_isGrantedWhenTheLastReaderLeaves() {
    acquire("r1", "c1", LockMode.SHARED, 0);
    acquire("r2", "c2", LockMode.SHARED, 0);
    assertThat(acquire("w", "c3", LockMode.EXCLUSIVE, 500)).isInstanceOf(LockOutcome.Queued.class);
    release("r1");
    assertThat(grants()).isEmpty();
    release("r2");
    assertThat(grants()).containsExactly("w");
  }

  @Test
  void acquire_readerAfterAWaitingWriter_doesNotOvertake() {
    acquire("r1", "c1", LockMode.SHARED, 0);
    acquire("w", "c2", LockMode.EXCLUSIVE, 500);
    assertThat(acquire("r2", "c3", LockMode.SHARED, 0)).isInstanceOf(LockOutcome.Held.class);
    acquire("r3", "c3", LockMode.SHARED, 500);
    acquire("r4", "c4", LockMode.SHARED, 500);
    release("r1");
    assertThat(grants()).containsExactly("w");
    release("w");
    assertThat(grants()).containsExactly("w", "r3", "r4");
  }

  @Test
  void advance_toTheDeadline_expiresAndServesTheNext() {
    acquire("l1", "c1", LockMode.EXCLUSIVE, 0);
    acquire("l2", "c2", LockMode.EXCLUSIVE, 5_000);
    table.advance(999);
    assertThat(grants()).isEmpty();
    table.advance(1_000);
    assertThat(grants()).containsExactly("l2");
    assertThat(table.apply(new LockCommand.Renew("", "l1", 1_000)))
        .isInstanceOf(LockOutcome.NotHeld.class);
  }

  @Test
  void advance_pastTheWait_endsIt() {
    acquire("l1", "c1", LockMode.EXCLUSIVE, 0);
    acquire("l2", "c2", LockMode.EXCLUSIVE, 100);
    table.advance(100);
    assertThat(events.get(events.size() - 1)).isInstanceOf(LockEvent.WaitEnded.class);
    release("l1");
    assertThat(table.views().resource("file")).isEmpty();
  }

  @Test
  void renew_heldLock_countsFromNow() {
    acquire("l1", "c1", LockMode.EXCLUSIVE, 0);
    table.advance(900);
    table.apply(new LockCommand.Renew("", "l1", 1_000));
    table.advance(1_899);
    assertThat(table.views().resource("file")).isPresent();
    table.advance(1_900);
    assertThat(table.views().resource("file")).isEmpty();
  }

  @Test
  void acquire_againByTheHolder_keepsIdAndTokenAndExtends() {
    LockOutcome.Granted first = granted(acquire("l1", "c1", LockMode.EXCLUSIVE, 0));
    table.advance(500);
    LockOutcome.Granted again = granted(acquire("l2", "c1", LockMode.EXCLUSIVE, 0));
    assertThat(again).isEqualTo(first);
    assertThat(table.views().resource("file").get().holders().get(0).remainingMillis())
        .isEqualTo(1_000);
  }

  @Test
  void acquire_onlyReaderAsksToWrite_isUpgradedWithANewToken() {
    acquire("l1", "c1", LockMode.SHARED, 0);
    LockOutcome.Granted upgraded = granted(acquire("l2", "c1", LockMode.EXCLUSIVE, 0));
    assertThat(upgraded.lockId()).isEqualTo("l1");
    assertThat(upgraded.fencingToken()).isEqualTo(2);
    assertThat(acquire("l3", "c2", LockMode.SHARED, 0)).isInstanceOf(LockOutcome.Held.class);
  }

  @Test
  void acquire_writerAsksToRead_isDowngradedAndReadersFollow() {
    acquire("l1", "c1", LockMode.EXCLUSIVE, 0);
    acquire("r", "c2", LockMode.SHARED, 500);
    acquire("l2", "c1", LockMode.SHARED, 0);
    assertThat(grants()).containsExactly("r");
  }

  @Test
  void acquire_severalResources_holdsNoneOfThemWhileItWaits() {
    acquire("l1", "c1", LockMode.EXCLUSIVE, 0);
    LockOutcome both =
        table.apply(
            new LockCommand.Acquire(
                "",
                "both",
                "c2",
                List.of(Want.exclusive("file"), Want.exclusive("other")),
                Terms.of(1_000, 500)));
    assertThat(both).isInstanceOf(LockOutcome.Queued.class);
    assertThat(table.views().resource("other").get().holders()).isEmpty();
    release("l1");
    assertThat(grants()).containsExactly("both");
    assertThat(table.views().resource("other").get().holders()).hasSize(1);
  }

  @Test
  void apply_sameRequestAgain_givesTheSameAnswerAndNoSecondEffect() {
    LockCommand acquire = acquireWithId("id-1", "l1");
    LockOutcome.Granted first = granted(table.apply(acquire));
    table.advance(300);
    assertThat(table.apply(acquireWithId("id-1", "l2"))).isEqualTo(first.withLease(700));
    release("l1");
    assertThat(table.apply(acquireWithId("id-1", "l3"))).isEqualTo(first.withLease(0));
    assertThat(table.views().resource("file")).isEmpty();
  }

  @Test
  void apply_sameRenewalAgain_tellsWhatIsLeft() {
    table.apply(acquireWithId("id-1", "l1"));
    LockCommand renew = new LockCommand.Renew("id-2", "l1", 5_000);
    LockOutcome.Renewed first = (LockOutcome.Renewed) table.apply(renew);
    table.advance(4_999);
    assertThat(table.apply(renew)).isEqualTo(first.withLease(1));
  }

  @Test
  void apply_sameHeartbeatAgain_tellsWhatIsLeft() {
    table.apply(new LockCommand.OpenSession("", "s1", "c1", 1_000));
    LockCommand heartbeat = new LockCommand.Heartbeat("id-1", "s1");
    LockOutcome.SessionAlive first = (LockOutcome.SessionAlive) table.apply(heartbeat);
    table.advance(400);
    assertThat(table.apply(heartbeat)).isEqualTo(first.withLease(600));
  }

  @Test
  void apply_requestIdOfAnotherRequest_isRefused() {
    table.apply(acquireWithId("id-1", "l1"));
    assertThat(table.apply(new LockCommand.Release("id-1", "l1")))
        .isInstanceOf(LockOutcome.Reused.class);
    assertThat(table.views().resource("file")).isPresent();
  }

  @Test
  void apply_requestIdAfterItsTime_isANewRequest() {
    table.apply(acquireWithId("id-1", "l1"));
    table.advance(LockLimits.DEFAULT.requestMillis() + 1);
    assertThat(granted(table.apply(acquireWithId("id-1", "l2"))).lockId()).isEqualTo("l2");
  }

  @Test
  void apply_overALimit_isRefused() {
    table.apply(new LockCommand.Configure(new LockLimits(1, 1, 1, 1, 1_000)));
    acquire("l1", "c1", LockMode.EXCLUSIVE, 0);
    assertThat(
            table.apply(
                new LockCommand.Acquire(
                    "", "l2", "c1", List.of(Want.shared("other")), Terms.of(1_000, 0))))
        .isEqualTo(new LockOutcome.OverLimit("locks", 1));
    acquire("w1", "c2", LockMode.EXCLUSIVE, 100);
    assertThat(acquire("w2", "c3", LockMode.EXCLUSIVE, 100))
        .isEqualTo(new LockOutcome.OverLimit("waiters", 1));
  }

  private static LockCommand acquireWithId(String requestId, String lockId) {
    return new LockCommand.Acquire(
        requestId, lockId, "c1", List.of(Want.exclusive("file")), Terms.of(1_000, 0));
  }

  private LockOutcome acquire(String lockId, String holder, LockMode mode, long wait) {
    Want want = mode == LockMode.SHARED ? Want.shared("file") : Want.exclusive("file");
    return table.apply(
        new LockCommand.Acquire("", lockId, holder, List.of(want), Terms.of(1_000, wait)));
  }

  private void release(String lockId) {
    assertThat(table.apply(new LockCommand.Release("", lockId)))
        .isEqualTo(new LockOutcome.Released(lockId, 0));
  }

  private static LockOutcome.Granted granted(LockOutcome outcome) {
    assertThat(outcome).isInstanceOf(LockOutcome.Granted.class);
    return (LockOutcome.Granted) outcome;
  }

  private List<String> grants() {
    return events.stream()
        .filter(LockEvent.Granted.class::isInstance)
        .map(event -> ((LockEvent.Granted) event).waiterId())
        .filter(waiterId -> !waiterId.isEmpty())
        .toList();
  }
}
