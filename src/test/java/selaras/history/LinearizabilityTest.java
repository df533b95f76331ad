package selaras.history;

import static org.assertj.core.api.Assertions.assertThat;
import static selaras.history.Mode.EXCLUSIVE;
import static selaras.history.Mode.SHARED;

import org.junit.jupiter.api.Test;

/** Histories of a few operations, told in milliseconds; each lock is leased for 100. */
final class LinearizabilityTest {
  private final Story story = new Story();

  @Test
  void check_oneAfterTheOther_linearizable() {
    story.granted(1, 0, 10, EXCLUSIVE, 1).refused(2, 20, 30, EXCLUSIVE).renewed(1, 40, 50, 1);
    story.current(3, 60, 70, 1).released(1, 80, 90, 1).granted(2, 100, 110, EXCLUSIVE, 2);
    story.notCurrent(3, 120, 130, 1).renewNotHeld(1, 120, 130, 1).releaseNotHeld(1, 140, 150, 1);
    explained();
  }

  @Test
  void check_twoExclusiveHolders_violationNamesTheSecondGrant() {
    story.granted(1, 0, 10, EXCLUSIVE, 1).granted(2, 50, 60, EXCLUSIVE, 2);
    unexplained(1, new Reply.Granted(2));
  }

  @Test
  void check_grantJustAfterTheEarliestEndOfTheLease_linearizable() {
    story.granted(1, 0, 60, EXCLUSIVE, 1).granted(2, 50, 100, EXCLUSIVE, 2);
    explained();
  }

  @Test
  void check_grantJustBeforeTheEarliestEndOfTheLease_violation() {
    story.granted(1, 0, 60, EXCLUSIVE, 1).granted(2, 50, 99, EXCLUSIVE, 2);
    unexplained(1, new Reply.Granted(2));
  }

  @Test
  void check_leaseCountsFromTheRenewal_violation() {
    story.granted(1, 0, 10, EXCLUSIVE, 1).renewed(1, 50, 60, 1);
    story.granted(2, 120, 140, EXCLUSIVE, 2);
    unexplained(2, new Reply.Granted(2));
  }

  @Test
  void check_leaseEndsLate_linearizable() {
    story.granted(1, 0, 10, EXCLUSIVE, 1).refused(2, 500, 510, SHARED).renewed(1, 520, 530, 1);
    explained();
  }

  @Test
  void check_tokenGoesBackwards_violation() {
    story.granted(1, 0, 10, SHARED, 7).granted(2, 20, 30, SHARED, 6);
    unexplained(1, new Reply.Granted(6));
  }

  @Test
  void check_concurrentGrantsAnsweredInTheOtherOrder_linearizable() {
    story.granted(1, 0, 40, SHARED, 7).granted(2, 5, 10, SHARED, 6);
    explained();
  }

  @Test
  void check_renewalAfterAnotherHeldTheLock_violation() {
    story.granted(1, 0, 10, EXCLUSIVE, 1).granted(2, 150, 160, EXCLUSIVE, 2);
    story.released(2, 170, 180, 2).renewed(1, 190, 200, 1);
    unexplained(3, new Reply.Renewed());
  }

  @Test
  void check_renewalAfterNotCurrent_violation() {
    story.granted(1, 0, 10, EXCLUSIVE, 1).notCurrent(2, 150, 160, 1).renewed(1, 170, 180, 1);
    unexplained(2, new Reply.Renewed());
  }

  @Test
  void check_tokenCurrentAfterRelease_violation() {
    story.granted(1, 0, 10, EXCLUSIVE, 1).released(1, 20, 30, 1).current(2, 40, 50, 1);
    unexplained(2, new Reply.Current());
  }

  @Test
  void check_readerBesideWriter_violation() {
    story.granted(1, 0, 10, EXCLUSIVE, 1).granted(2, 20, 30, SHARED, 2);
    unexplained(1, new Reply.Granted(2));
  }

  @Test
  void check_writerBesideTheSecondReader_violation() {
    story.granted(1, 0, 10, SHARED, 1).granted(2, 20, 30, SHARED, 2).released(1, 40, 50, 1);
    story.granted(3, 60, 70, EXCLUSIVE, 3);
    unexplained(3, new Reply.Granted(3));
  }

  @Test
  void check_releasedTwice_violation() {
    story.granted(1, 0, 10, EXCLUSIVE, 1).released(1, 20, 30, 1).released(1, 40, 50, 1);
    unexplained(2, new Reply.Released());
  }

  @Test
  void check_refusedByNobody_violation() {
    story.granted(1, 0, 10, EXCLUSIVE, 1).released(1, 20, 30, 1).refused(2, 40, 50, EXCLUSIVE);
    unexplained(2, new Reply.Refused());
  }

  @Test
  void check_readerRefusedByReaders_violation() {
    story.granted(1, 0, 10, SHARED, 1).refused(2, 20, 30, SHARED);
    unexplained(1, new Reply.Refused());
  }

  @Test
  void check_refusedByAcquireOfUnknownOutcome_linearizable() {
    story.lost(1, 0, new Call.Acquire(EXCLUSIVE, Story.LEASE, false));
    story.refused(2, 20, 30, SHARED).granted(2, 95, 105, EXCLUSIVE, 1);
    explained();
  }

  @Test
  void check_acquireOfUnknownOutcomeCannotHaveEndedYet_violation() {
    story.lost(1, 10, new Call.Acquire(EXCLUSIVE, Story.LEASE, false));
    story.refused(2, 20, 30, SHARED).granted(2, 95, 105, EXCLUSIVE, 1);
    unexplained(1, new Reply.Granted(1));
  }

  @Test
  void check_acquireOfUnknownOutcomeGrantedAfterALeaseThatEndedUnseen_linearizable() {
    story.granted(1, 0, 10, EXCLUSIVE, 1).lost(2, 20, new Call.Acquire(SHARED, Story.LEASE, false));
    story.refused(3, 130, 140, EXCLUSIVE).notCurrent(4, 150, 160, 1);
    story.refused(3, 170, 180, EXCLUSIVE).granted(3, 190, 205, EXCLUSIVE, 2);
    explained();
  }

  @Test
  void check_releaseOfUnknownOutcome_mayHaveEndedTheLease() {
    story.granted(1, 0, 10, EXCLUSIVE, 1).lost(1, 20, new Call.Release(1));
    story.granted(2, 30, 40, EXCLUSIVE, 2);
    explained();
  }

  @Test
  void check_releaseSentAfterAnotherGrant_doesNotExplainIt() {
    story.granted(1, 0, 10, EXCLUSIVE, 1).granted(2, 30, 40, EXCLUSIVE, 2);
    story.lost(1, 50, new Call.Release(1));
    unexplained(1, new Reply.Granted(2));
  }

  @Test
  void check_shorterRenewalOfUnknownOutcome_mayHaveEndedTheLease() {
    story.granted(1, 0, 10, EXCLUSIVE, 1).lost(1, 20, new Call.Renew(1, Story.LEASE / 2));
    story.granted(2, 60, 75, EXCLUSIVE, 2);
    explained();
  }

  @Test
  void check_refusedWhileOthersWait_linearizable() {
    story.granted(1, 0, 10, SHARED, 1).waiting(2, 20, 60, 2);
    story.refused(3, 30, 40, SHARED).released(1, 45, 50, 1);
    explained();
  }

  @Test
  void check_tooManyStates_undecided() {
    story.granted(1, 0, 10, EXCLUSIVE, 1).refused(2, 20, 30, EXCLUSIVE);
    assertThat(Linearizability.check(story.history(), 1)).isInstanceOf(Verdict.Undecided.class);
  }

  private void explained() {
    assertThat(Linearizability.check(story.history())).isInstanceOf(Verdict.Linearizable.class);
  }

  private void unexplained(int prefix, Reply stuck) {
    Verdict verdict = Linearizability.check(story.history());
    assertThat(verdict).isInstanceOf(Verdict.Violation.class);
    Verdict.Violation violation = (Verdict.Violation) verdict;
    assertThat(violation.resource()).isEqualTo("lock");
    assertThat(violation.prefix()).as(violation.toString()).hasSize(prefix);
    assertThat(violation.stuck().reply()).as(violation.toString()).isEqualTo(stuck);
  }
}
