package selaras.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TableRoomTest {
  private static final LockCommand ACQUIRE =
      new LockCommand.Acquire("r1", "l1", "c1", List.of(Want.exclusive("a")), Terms.of(1_000, 0));

  private final TableRoom full = new TableRoom(() -> 1_001, 1_000);

  @Test
  void admit_roomLeft_asItIs() {
    assertThat(new TableRoom(() -> 1_000, 1_000).admit(ACQUIRE)).contains(ACQUIRE);
  }

  @Test
  void admit_noneLeft_whatMakesItLargerIsRefused() {
    assertThat(full.admit(ACQUIRE)).isEmpty();
    assertThat(full.admit(new LockCommand.OpenSession("", "s1", "c1", 1_000))).isEmpty();
    assertThat(full.refusal())
        .isEqualTo(new LockOutcome.OverLimit("bytes in the lock table", 1_000));
  }

  @Test
  void admit_noneLeft_whatMakesItSmallerPassesUnderItsRequestId() {
    LockCommand release = new LockCommand.Release("r1", "l1");
    assertThat(full.admit(release)).contains(release);
    LockCommand close = new LockCommand.CloseSession("r1", "s1");
    assertThat(full.admit(close)).contains(close);
  }

  @Test
  void admit_noneLeft_renewalsPassWithoutARequestId() {
    assertThat(full.admit(new LockCommand.Renew("r1", "l1", 1_000)))
        .contains(new LockCommand.Renew("", "l1", 1_000));
    assertThat(full.admit(new LockCommand.Heartbeat("r1", "s1")))
        .contains(new LockCommand.Heartbeat("", "s1"));
  }
}
