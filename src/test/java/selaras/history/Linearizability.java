package selaras.history;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Decides whether a history is linearizable: whether each operation can be taken to have happened
 * at one moment between its call and its answer, so that the answers are those that the {@link
 * Model} gives in that order.
 *
 * <p>M. Herlihy and J. Wing, "Linearizability: a correctness condition for concurrent objects", ACM
 * TOPLAS 12(3), 1990: what it means, and that it can be checked object by object.
 *
 * <p>Deterministic. The work on each object is bounded.
 */
final class Linearizability {
  /** States of one object; thousands of operations need some thousands. */
  static final long MOST_STEPS = 2_000_000;

  private Linearizability() {}

  /** The first violation found in the use of locks, or that there is none. */
  static Verdict check(History history) {
    return check(history, MOST_STEPS);
  }

  static Verdict check(History history, long mostSteps) {
    return check(history, LockModel::new, mostSteps);
  }

  /** The same for registers. */
  static Verdict checkRegisters(History history) {
    return check(history, RegisterModel::new, MOST_STEPS);
  }

  private static <S extends State<S>> Verdict check(
      History history, Function<List<Operation>, Model<S>> model, long mostSteps) {
    int operations = 0;
    long steps = 0;
    for (Map.Entry<String, List<Operation>> one : history.byResource().entrySet()) {
      List<Operation> all = one.getValue();
      Verdict verdict = new Search<>(one.getKey(), all, model.apply(all), mostSteps).run();
      if (!(verdict instanceof Verdict.Linearizable explained)) {
        return verdict;
      }
      operations += explained.operations();
      steps += explained.steps();
    }
    return new Verdict.Linearizable(operations, steps);
  }
}
