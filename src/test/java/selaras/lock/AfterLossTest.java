package selaras.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import selaras.testing.Snapshots;

/** What a lock table is when it begins anew with a backup. */
class AfterLossTest {
  private final LockTable table = new LockTable(event -> {});

  @Test
  void table_keepsLocksSessionsAndTime_andGrantsOnlyGreaterTokens() throws IOException {
    table.advance(5_000);
    table.apply(new LockCommand.OpenSession("", "session", "keeper", 60_000));
    long token = token("kept", "keeper");
    byte[] backup = Snapshots.of(out -> LockSnapshot.write(table, out));
    for (int i = 0; i < 100; i++) {
      token("later" + i, "keeper");
    }
    long newestLost = token("newest", "keeper");

    LockTable after = new LockTable(event -> {});
    LockSnapshot.restore(Snapshots.in(LockSnapshot.afterLoss(backup)), after);

    assertThat(after.now()).isEqualTo(5_000);
    assertThat(after.views().session("session")).isPresent();
    assertThat(after.views().current("kept", token)).isPresent();
    assertThat(after.views().resource("newest")).isEmpty();
    LockOutcome next = after.apply(acquire("newest", "other"));
    assertThat(((LockOutcome.Granted) next).fencingToken()).isGreaterThan(newestLost);
  }

  private long token(String resource, String holder) {
    return ((LockOutcome.Granted) table.apply(acquire(resource, holder))).fencingToken();
  }

  private static LockCommand acquire(String resource, String holder) {
    return new LockCommand.Acquire(
        "", "id of " + resource, holder, List.of(Want.exclusive(resource)), Terms.of(9_000, 0));
  }
}
