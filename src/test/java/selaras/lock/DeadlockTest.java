package selaras.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static selaras.lock.Want.exclusive;
import static selaras.lock.Want.permits;
import static selaras.lock.Want.shared;

import java.util.List;
import org.junit.jupiter.api.Test;
import selaras.lock.LockOutcome.Deadlock;
import selaras.lock.LockOutcome.Link;
import selaras.lock.LockOutcome.Queued;

final class DeadlockTest {
  private final DrivenTable table = new DrivenTable();

  @Test
  void acquire_wouldCloseACycleOfThree_isRefusedWithTheCycle() {
    table.take("l1", "c1", exclusive("a"));
    table.take("l2", "c2", exclusive("b"));
    table.take("l3", "c3", exclusive("c"));
    assertThat(table.await("w1", "c1", exclusive("b"))).isInstanceOf(Queued.class);
    assertThat(table.await("w2", "c2", exclusive("c"))).isInstanceOf(Queued.class);
    assertThat(table.await("w3", "c3", exclusive("a")))
        .isEqualTo(
            new Deadlock(List.of(new Link("c3", "a"), new Link("c1", "b"), new Link("c2", "c"))));
    assertThat(table.waiting("a")).isEmpty();
  }

  @Test
  void acquire_wouldWaitForTwoAtOnce_isRefusedToo() {
    table.take("l1", "c1", exclusive("a"));
    table.take("l2", "c2", exclusive("b"), exclusive("c"));
    table.await("w2", "c2", exclusive("a"));
    assertThat(table.await("w1", "c1", exclusive("x"), exclusive("c")))
        .isInstanceOf(Deadlock.class);
    assertThat(table.table.views().resource("x")).isEmpty();
  }

  @Test
  void acquire_behindAWriterWhoWaitsForTheAsker_isRefused() {
    table.take("l1", "c1", shared("a"));
    table.take("l3", "c3", exclusive("b"));
    table.await("w2", "c2", exclusive("a"));
    table.await("w3", "c3", shared("a"));
    assertThat(table.await("w1", "c1", exclusive("b"))).isInstanceOf(Deadlock.class);
  }

  @Test
  void acquire_twoReadersUpgrade_theSecondIsRefused() {
    table.take("l1", "c1", shared("a"));
    table.take("l2", "c2", shared("a"));
    assertThat(table.await("u1", "c1", exclusive("a"))).isInstanceOf(Queued.class);
    assertThat(table.await("u2", "c2", exclusive("a")))
        .isEqualTo(new Deadlock(List.of(new Link("c2", "a"), new Link("c1", "a"))));
    table.release("l2");
    assertThat(((LockOutcome.Granted) table.endOf("u1")).lockId()).isEqualTo("l1");
  }

  @Test
  void acquire_anotherHolderCanMakeRoomInTheSemaphore_isNoDeadlock() {
    table.take("l1", "c1", permits("s", 1, 2));
    table.take("l2", "c2", permits("s", 1, 2));
    table.take("l3", "c3", exclusive("a"));
    assertThat(table.await("w3", "c3", permits("s", 1, 2))).isInstanceOf(Queued.class);
    assertThat(table.await("w1", "c1", exclusive("a"))).isInstanceOf(Queued.class);
    // now nobody is left who could
    assertThat(table.await("w2", "c2", exclusive("a"))).isInstanceOf(Deadlock.class);
  }

  @Test
  void acquire_partOfWhatItHolds_waitsForItselfAndIsRefused() {
    table.take("l1", "c1", exclusive("a"));
    assertThat(table.await("w1", "c1", exclusive("a"), exclusive("b")))
        .isEqualTo(new Deadlock(List.of(new Link("c1", "a"))));
  }

  @Test
  void acquire_behindALongQueue_theHolderIsStillFoundToWait() {
    table.take("l1", "c1", exclusive("a"));
    table.take("l2", "c2", exclusive("b"));
    table.await("w1", "c1", exclusive("b"));
    for (int i = 0; i < 2 * WaitGraph.MOST_REACHED; i++) {
      table.await("w" + i + "a", "other" + i, exclusive("a"));
    }
    assertThat(table.await("w2", "c2", exclusive("a"))).isInstanceOf(Deadlock.class);
  }

  @Test
  void acquire_moreHoldersThanASearchReaches_isGivenTheBenefitOfTheDoubt() {
    for (int i = 0; i <= WaitGraph.MOST_REACHED; i++) {
      table.take("r" + i, "reader" + i, shared("c"));
    }
    table.take("l1", "c1", shared("c"));
    table.take("l2", "c2", exclusive("b"));
    table.await("w1", "c1", exclusive("b"));
    assertThat(table.await("w2", "c2", exclusive("c"))).isInstanceOf(Queued.class);
    table.table.advance(10_000);
    assertThat(table.waiting("c")).isEmpty();
  }

  @Test
  void acquire_afterTheRefusal_theOthersGoOn() {
    table.take("l1", "c1", exclusive("a"));
    table.take("l2", "c2", exclusive("b"));
    table.await("w1", "c1", exclusive("b"));
    table.await("w2", "c2", exclusive("a"));
    table.release("l2");
    assertThat(table.endOf("w1")).isInstanceOf(LockOutcome.Granted.class);
  }
}
