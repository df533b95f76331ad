package selaras.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static selaras.lock.Want.exclusive;
import static selaras.lock.Want.permits;
import static selaras.lock.Want.shared;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Upgrades, reentrancy, lock-delay, semaphores, force, and hanging up. */
final class LockTermsTest {
  private static final Terms DELAYED = new Terms(1_000, 0, 500, false, "");
  private static final Terms REENTRANT = new Terms(1_000, 0, 0, true, "");

  private final DrivenTable table = new DrivenTable();

  @Test
  void upgrade_othersRead_waitsAheadOfTheQueueAndKeepsTheLockId() {
    table.take("l1", "c1", shared("a"));
    table.take("l2", "c2", shared("a"));
    table.await("w3", "c3", exclusive("a"));
    table.await("u1", "c1", exclusive("a"));
    assertThat(table.waiting("a")).containsExactly("c1", "c3");
    table.release("l2");
    LockOutcome.Granted granted = (LockOutcome.Granted) table.endOf("u1");
    assertThat(granted.lockId()).isEqualTo("l1");
    assertThat(granted.fencingToken()).isEqualTo(3);
  }

  @Test
  void upgrade_ownLeaseEndsMeanwhile_isNotHeld() {
    table.take("l1", "c1", shared("a"));
    table.table.advance(500);
    table.take("l2", "c2", shared("a"));
    table.await("u1", "c1", exclusive("a"));
    table.table.advance(1_000);
    assertThat(table.endOf("u1")).isInstanceOf(LockOutcome.NotHeld.class);
    assertThat(table.holders("a")).containsExactly("c2");
  }

  @Test
  void acquire_waitsTwiceForTheSame_bothGetTheOneLock() {
    table.take("l1", "c1", exclusive("a"));
    table.await("w1", "c2", exclusive("a"));
    table.await("w2", "c2", exclusive("a"));
    table.release("l1");
    assertThat(((LockOutcome.Granted) table.endOf("w1")).lockId()).isEqualTo("w1");
    assertThat(((LockOutcome.Granted) table.endOf("w2")).lockId()).isEqualTo("w1");
  }

  @Test
  void release_reentrantLock_isFreeAfterAsManyReleases() {
    table.ask("l1", "c1", REENTRANT, exclusive("a"));
    LockOutcome.Granted again =
        (LockOutcome.Granted) table.ask("l2", "c1", REENTRANT, exclusive("a"));
    assertThat(again.holds()).isEqualTo(2);
    assertThat(table.release("l1")).isEqualTo(new LockOutcome.Released("l1", 1));
    assertThat(table.holders("a")).containsExactly("c1");
    assertThat(table.release("l1")).isEqualTo(new LockOutcome.Released("l1", 0));
    assertThat(table.holders("a")).isEmpty();
  }

  @Test
  void expiry_ofALockWithDelay_keepsOthersAwayForThatLong() {
    table.ask("l1", "c1", DELAYED, exclusive("a"));
    table.await("w2", "c2", exclusive("a"));
    table.table.advance(1_000);
    assertThat(table.take("l3", "c3", shared("a"))).isEqualTo(new LockOutcome.Held(List.of(), 500));
    table.table.advance(1_499);
    assertThat(table.endOf("w2")).isNull();
    table.table.advance(1_500);
    assertThat(table.endOf("w2")).isInstanceOf(LockOutcome.Granted.class);
  }

  @Test
  void expiry_ofALockWithDelay_itsHolderMayComeBack() {
    table.ask("l1", "c1", DELAYED, exclusive("a"));
    table.table.advance(1_000);
    assertThat(table.take("l2", "c1", exclusive("a"))).isInstanceOf(LockOutcome.Granted.class);
  }

  @Test
  void release_ofALockWithDelay_isFreeAtOnce() {
    table.ask("l1", "c1", DELAYED, exclusive("a"));
    table.release("l1");
    assertThat(table.take("l2", "c2", exclusive("a"))).isInstanceOf(LockOutcome.Granted.class);
  }

  @Test
  void semaphore_permitsTaken_theNextWaitsEvenIfASmallerOneWouldFit() {
    table.take("l1", "c1", permits("s", 2, 3));
    table.await("w2", "c2", permits("s", 2, 3));
    assertThat(table.take("l3", "c3", permits("s", 1, 3))).isInstanceOf(LockOutcome.Held.class);
    table.release("l1");
    assertThat(table.holders("s")).containsExactly("c2");
    assertThat(table.take("l4", "c3", permits("s", 1, 3))).isInstanceOf(LockOutcome.Granted.class);
  }

  @Test
  void semaphore_otherNumberOfPermitsWhileInUse_isRefused() {
    table.take("l1", "c1", permits("s", 1, 3));
    assertThat(table.await("w2", "c2", permits("s", 1, 4)))
        .isEqualTo(new LockOutcome.PermitsDiffer("s", 3));
    assertThat(table.await("w2", "c2", exclusive("s")))
        .isEqualTo(new LockOutcome.PermitsDiffer("s", 3));
  }

  @Test
  void force_takesItFromAllAndServesTheNext() {
    table.take("l1", "c1", shared("a"));
    table.take("l2", "c2", shared("a"), shared("b"));
    table.await("w3", "c3", exclusive("a"));
    LockOutcome.Forced forced =
        (LockOutcome.Forced) table.apply(new LockCommand.ForceRelease("", "a"));
    assertThat(forced.holders()).extracting(Holder::holderId).containsExactly("c1", "c2");
    assertThat(table.holders("a")).containsExactly("c3");
    assertThat(table.holders("b")).isEmpty();
    assertThat(table.apply(new LockCommand.ForceRelease("", "b")))
        .isInstanceOf(LockOutcome.NotHeld.class);
  }

  @Test
  void withdraw_theSameRequestCameAgainElsewhere_theWaitGoesOn() {
    table.take("l1", "c1", exclusive("a"));
    table.apply(waiting("first"));
    assertThat(table.apply(waiting("second"))).isEqualTo(new LockOutcome.Queued("first"));
    table.apply(new LockCommand.Withdraw("first", "first"));
    assertThat(table.waiting("a")).containsExactly("c2");
    table.apply(new LockCommand.Withdraw("first", "second"));
    assertThat(table.waiting("a")).isEmpty();
    assertThat(table.apply(waiting("third"))).isEqualTo(new LockOutcome.Queued("third"));
  }

  @Test
  void list_pagesByName() {
    for (String name : List.of("x/1", "x/2", "x/3", "y/1")) {
      table.take("lock-" + name, "c1", exclusive(name));
    }
    LockViews views = table.table.views();
    ResourcePage first = views.resources("x/", "", 2);
    assertThat(first.resources()).extracting(ResourceView::resource).containsExactly("x/1", "x/2");
    assertThat(first.hasMore()).isTrue();
    ResourcePage last = views.resources("x/", "x/2", 1);
    assertThat(last.resources()).extracting(ResourceView::resource).containsExactly("x/3");
    assertThat(last.hasMore()).isFalse();
    assertThat(views.current("x/2", 2)).isPresent();
    assertThat(views.current("x/2", 1)).isEmpty();
  }

  private static LockCommand waiting(String lockId) {
    return new LockCommand.Acquire(
        "request", lockId, "c2", List.of(exclusive("a")), Terms.of(1_000, 5_000));
  }
}
