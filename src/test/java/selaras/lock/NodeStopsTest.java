package selaras.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import selaras.access.Owner;
import selaras.consensus.ConsensusException;

/** A caller waits for a lock on a node that stops, and asks again on another one. */
class NodeStopsTest {
  private final PendingGrants pending = new PendingGrants(Runnable::run, () -> {});
  private final PendingGrants pendingElsewhere = new PendingGrants(Runnable::run, () -> {});
  private final ReplicatedLocks table = new ReplicatedLocks(List.of(pending, pendingElsewhere));
  private final Locks locks = locks(pending);
  private final Locks elsewhere = locks(pendingElsewhere);

  @Test
  void waitWithARequestId_keepsItsPlaceForTheSameRequestElsewhere() {
    String held = lockId(acquire(elsewhere, "", "holder"));
    CompletableFuture<LockOutcome> first = acquire(locks, "r1", "first");
    CompletableFuture<LockOutcome> second = acquire(elsewhere, "", "second");

    pending.stop();

    assertThat(failure(first).mayHaveHappened()).isTrue();
    CompletableFuture<LockOutcome> again = acquire(elsewhere, "r1", "first");
    elsewhere.release("", held).join();
    assertThat(again).isCompletedWithValueMatching(LockOutcome.Granted.class::isInstance);
    assertThat(second).isNotDone();
  }

  @Test
  void waitWithoutARequestId_leavesTheLine() {
    acquire(elsewhere, "", "holder");
    CompletableFuture<LockOutcome> wait = acquire(locks, "", "first");

    pending.stop();

    assertThat(failure(wait).mayHaveHappened()).isFalse();
    assertThat(table.look(views -> views.resource("r")).orElseThrow().waiting()).isZero();
  }

  @Test
  void wait_thatBeginsOnAStoppedNode_isSentElsewhereAtOnce() {
    acquire(elsewhere, "", "holder");
    pending.stop();

    assertThat(failure(acquire(locks, "", "first")).mayHaveHappened()).isFalse();
  }

  private static CompletableFuture<LockOutcome> acquire(
      Locks locks, String requestId, String holder) {
    return locks.acquire(
        Owner.NOBODY, requestId, holder, List.of(Want.exclusive("r")), Terms.of(60_000, 30_000));
  }

  private static String lockId(CompletableFuture<LockOutcome> granted) {
    return ((LockOutcome.Granted) granted.join()).lockId();
  }

  private static ConsensusException.NodeStops failure(CompletableFuture<LockOutcome> wait) {
    assertThat(wait).isCompletedExceptionally();
    Throwable thrown = ConsensusException.unwrap(catchThrowable(wait::join));
    assertThat(thrown).isInstanceOf(ConsensusException.NodeStops.class);
    return (ConsensusException.NodeStops) thrown;
  }

  private Locks locks(PendingGrants waiting) {
    return new Locks(
        new LockLog(
            new AtOnce(table),
            table,
            new TableRoom(table, Long.MAX_VALUE),
            Duration.ZERO,
            Runnable::run),
        waiting);
  }
}
