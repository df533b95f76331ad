package selaras.history;

import java.util.List;
import java.util.Map;

/**
 * Decides whether a history is linearizable: whether each operation can be taken to have happened
 * at one moment between its call and its answer, so that the answers are those that the {@link
 * LockModel} gives in that order.
 *
 * <p>M. Herlihy and J. Wing, "Linearizability: a correctness condition for concurrent objects", ACM
 * TOPLAS 12(3), 1990: what it means, and that it can be checked lock by lock.
 *
 * <p>Deterministic. The work on each lock is bounded.
 */
final class Linearizability {
  /** States of one lock; thousands of operations need some thousands. */
  static final long MOST_STEPS = 2_000_000;

  private Linearizability() {}

  /** The first violation found, or that there is none. */
  static Verdict check(History history) {
    return check(history, MOST_STEPS);
  }

  static Verdict check(History history, long mostSteps) {
    int operations = 0;
    long steps = 0;
    for (Map.Entry<String, List<Operation>> one : history.byResource().entrySet()) {
      Verdict verdict = new Search(one.getKey(), one.getValue(), mostSteps).run();
      if (!(verdict instanceof Verdict.Linearizable explained)) {
        return verdict;
      }
      operations += explained.operations();
      steps += explained.steps();
    }
    return new Verdict.Linearizable(operations, steps);
  }
}
