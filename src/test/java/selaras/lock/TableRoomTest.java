package selaras.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TableRoomTest {
  private static final LockCommand ACQUIRE = acquire("r1", "l1", "a");

  private final ReplicatedLocks copy = new ReplicatedLocks(List.of());
  private final TableRoom full = new TableRoom(copy, -1);

  private static LockCommand acquire(String requestId, String lockId, String resource) {
    return new LockCommand.Acquire(
        requestId, lockId, "c1", List.of(Want.exclusive(resource)), Terms.of(1_000, 0));
  }

  private void apply(LockCommand command) {
    copy.apply(1, LockCodec.encode(command));
  }

  @Test
  void admit_roomLeft_asItIs() {
    apply(ACQUIRE);
    LockCommand another = acquire("r2", "l2", "b");
    assertThat(new TableRoom(copy, copy.footprint()).admit(another)).contains(another);
    assertThat(new TableRoom(copy, copy.footprint() - 1).admit(another)).isEmpty();
  }

  @Test
  void admit_noneLeft_whatMakesItLargerIsRefused() {
    assertThat(full.admit(ACQUIRE)).isEmpty();
    assertThat(full.admit(new LockCommand.OpenSession("", "s1", "c1", 1_000))).isEmpty();
    assertThat(full.refusal()).isEqualTo(new LockOutcome.OverLimit("bytes in the lock table", -1));
  }

  @Test
  void admit_noneLeft_whatComesAgainPasses() {
    apply(ACQUIRE);
    LockCommand again = acquire("r1", "l2", "a");
    assertThat(full.admit(again)).contains(again);
    LockCommand release = new LockCommand.Release("r2", "l1");
    apply(release);
    assertThat(full.admit(release)).contains(release);
  }

  @Test
  void admit_noneLeft_whatIsHeldCanBeGivenBackUnderARequestId() {
    apply(ACQUIRE);
    apply(new LockCommand.OpenSession("", "s1", "c1", 1_000));
    for (LockCommand gift :
        List.of(
            new LockCommand.Release("r2", "l1"),
            new LockCommand.ReleaseHeld("r2", "a", "c1"),
            new LockCommand.ForceRelease("r2", "a"),
            new LockCommand.CloseSession("r2", "s1"))) {
      assertThat(full.admit(gift)).contains(gift);
    }
  }

  @Test
  void admit_noneLeft_releaseOfALockThatIsHeldTwiceFreesNothing() {
    Terms reentrant = new Terms(1_000, 0, 0, true, "");
    for (int i = 0; i < 2; i++) {
      apply(new LockCommand.Acquire("", "l" + i, "c1", List.of(Want.exclusive("a")), reentrant));
    }
    assertThat(full.admit(new LockCommand.Release("r2", "l0"))).isEmpty();
    apply(new LockCommand.Release("", "l0"));
    assertThat(full.admit(new LockCommand.Release("r2", "l0"))).isPresent();
  }

  @Test
  void admit_noneLeft_whatWouldOnlyBeRememberedIsRefused() {
    for (LockCommand nothing :
        List.of(
            new LockCommand.Release("r2", "l1"),
            new LockCommand.ReleaseHeld("r2", "a", "c1"),
            new LockCommand.ForceRelease("r2", "a"),
            new LockCommand.CloseSession("r2", "s1"))) {
      assertThat(full.admit(nothing)).isEmpty();
    }
    LockCommand unnamed = new LockCommand.Release("", "l1");
    assertThat(full.admit(unnamed)).contains(unnamed);
    LockCommand withdraw = new LockCommand.Withdraw("l1", "l1");
    assertThat(full.admit(withdraw)).contains(withdraw);
  }

  @Test
  void admit_noneLeft_renewalsPassWithoutARequestId() {
    assertThat(full.admit(new LockCommand.Renew("r1", "l1", 1_000)))
        .contains(new LockCommand.Renew("", "l1", 1_000));
    assertThat(full.admit(new LockCommand.Heartbeat("r1", "s1")))
        .contains(new LockCommand.Heartbeat("", "s1"));
  }
}
