package selaras.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import selaras.access.Owner;
import selaras.consensus.ConsensusException;
import selaras.testing.Eventually;
import selaras.testing.Pause;

/** A caller hears late of the end of its wait, or its node cannot be heard when it goes. */
class LateGrantTest {
  private static final long LEASE = 60_000;
  private static final Duration SOME = Duration.ofMinutes(1);

  private final List<Runnable> answers = new ArrayList<>();
  private final PendingGrants pending = new PendingGrants(answers::add, () -> {});
  private final ReplicatedLocks table = new ReplicatedLocks(List.of(pending));
  private final AtOnce consensus = new AtOnce(table);

  @Test
  void grant_heardWithinTheGrace_hasItsWholeLease() {
    CompletableFuture<LockOutcome> wait = waitForTheOther(SOME);
    table.advance(2, 3);
    assertThat(leaseAtTheEnd(wait)).isEqualTo(LEASE);
  }

  @Test
  void grant_heardLate_hasWhatIsLeftOfItsLease() {
    CompletableFuture<LockOutcome> wait = waitForTheOther(Duration.ZERO);
    table.advance(2, 40_000);
    assertThat(leaseAtTheEnd(wait)).isEqualTo(LEASE - 40_000);
  }

  @Test
  void grant_heardAfterTheEndOfItsLease_isNoGrant() {
    CompletableFuture<LockOutcome> wait = waitForTheOther(Duration.ZERO);
    table.advance(2, LEASE);
    answers.forEach(Runnable::run);
    assertThat(ConsensusException.unwrap(wait.exceptionNow()))
        .isInstanceOf(ConsensusException.Indeterminate.class);
  }

  @Test
  void grant_givenAgain_isTheSameWithinTheGraceAndThenSaysWhatIsLeft() {
    Locks locks = locks(Duration.ofMillis(100));
    assertThat(lease(request(locks))).isEqualTo(LEASE);
    table.advance(2, 100);
    assertThat(lease(request(locks))).isEqualTo(LEASE);
    table.advance(3, 101);
    assertThat(lease(request(locks))).isEqualTo(LEASE - 101);
  }

  @Test
  void caller_whoGoesWhileTheNodeIsCutOff_leavesTheLineLater() {
    Locks locks = locks(SOME);
    acquire(locks, "holder");
    CompletableFuture<LockOutcome> wait = acquire(locks, "waiter");
    consensus.cutOff = true;
    wait.cancel(false);
    assertThat(waiting()).isOne();
    consensus.cutOff = false;
    Eventually.holds("nobody waits", () -> waiting() == 0);
  }

  /** It is granted, which the caller has not heard of, and a moment has passed. */
  private CompletableFuture<LockOutcome> waitForTheOther(Duration grace) {
    Locks locks = locks(grace);
    String held = ((LockOutcome.Granted) acquire(locks, "holder").join()).lockId();
    CompletableFuture<LockOutcome> wait = acquire(locks, "waiter");
    locks.release("", held).join();
    Pause.millis(2);
    return wait;
  }

  private Locks locks(Duration grace) {
    TableRoom room = new TableRoom(table, Long.MAX_VALUE);
    return new Locks(new LockLog(consensus, table, room, grace, Runnable::run), pending);
  }

  private int waiting() {
    return table.look(views -> views.resource("r")).orElseThrow().waiting();
  }

  private long leaseAtTheEnd(CompletableFuture<LockOutcome> wait) {
    answers.forEach(Runnable::run);
    return lease(wait);
  }

  private static long lease(CompletableFuture<LockOutcome> granted) {
    return ((LockOutcome.Granted) granted.join()).leaseMillis();
  }

  private static CompletableFuture<LockOutcome> request(Locks locks) {
    return locks.acquire(
        Owner.NOBODY, "again", "holder", List.of(Want.exclusive("r")), Terms.of(LEASE, 0));
  }

  private static CompletableFuture<LockOutcome> acquire(Locks locks, String holder) {
    return locks.acquire(
        Owner.NOBODY, "", holder, List.of(Want.exclusive("r")), Terms.of(LEASE, 3_600_000));
  }
}
