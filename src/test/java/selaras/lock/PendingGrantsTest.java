package selaras.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PendingGrantsTest {
  private final AtomicInteger elsewhere = new AtomicInteger();
  private final PendingGrants pending =
      new PendingGrants(Runnable::run, elsewhere::incrementAndGet);

  @Test
  void grantOfWaiterHere_wakesItsCallerAndNobodyElse() {
    CompletableFuture<LockOutcome> end = pending.register("w1").end();

    pending.happened(new EventId(7, 1), grant("w1"));

    assertThat(end).isCompletedWithValueMatching(LockOutcome.Granted.class::isInstance);
    assertThat(elsewhere).hasValue(0);
  }

  @Test
  void waitEndsThatNobodyHereWaitsFor_saidOnce() {
    pending.happened(new EventId(7, 1), grant("w1"));
    pending.happened(new EventId(7, 2), ended("w2"));

    assertThat(elsewhere).hasValue(2);
  }

  @Test
  void grantWithoutAWait_concernsNobody() {
    pending.happened(new EventId(7, 1), grant(""));

    assertThat(elsewhere).hasValue(0);
  }

  @Test
  void stop_isToldToAllWhoWaitAndToThoseWhoBegin() {
    PendingGrants.Wait before = pending.register("w1");

    pending.stop();

    assertThat(before.nodeStops()).isCompleted();
    assertThat(pending.register("w2").nodeStops()).isCompleted();
    assertThat(before.end()).isNotDone();
  }

  @Test
  void snapshotWithoutOneWhoStoodInLine_endsItsWaitWithAnUnknownOutcome() {
    PendingGrants.Wait stood = pending.register("w1");
    PendingGrants.Wait begins = pending.register("w2");
    stood.stands().complete(null);

    pending.restored(7, new LockTable(event -> {}).views());

    assertThat(stood.end()).isCompletedExceptionally();
    assertThat(begins.end()).isNotDone();
  }

  private static LockEvent grant(String waiterId) {
    return new LockEvent.Granted(
        new LockOutcome.Granted("lock", "holder", wants(), 1, 1_000, 1), waiterId);
  }

  private static LockEvent ended(String lockId) {
    return new LockEvent.WaitEnded(lockId, "holder", wants(), new LockOutcome.NotHeld());
  }

  private static List<Want> wants() {
    return List.of(Want.exclusive("r"));
  }
}
