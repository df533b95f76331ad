package selaras.history;

import java.util.List;
import java.util.stream.Collectors;

/** What became of a search for an order that explains a history. */
sealed interface Verdict {

  /**
   * There is one.
   *
   * @param steps states looked at
   */
  record Linearizable(int operations, long steps) implements Verdict {}

  /**
   * There is none.
   *
   * @param prefix the longest part of an order that satisfies the model
   * @param state of the object after it
   * @param stuck the operation that had to come next, and cannot
   * @param operations on the resource, in all
   */
  record Violation(
      String resource, List<Operation> prefix, State<?> state, Operation stuck, int operations)
      implements Verdict {
    private static final int SHOWN = 12;

    @Override
    public String toString() {
      String last =
          prefix.stream()
              .skip(Math.max(0, prefix.size() - SHOWN))
              .map(operation -> "\n  " + operation)
              .collect(Collectors.joining());
      return "%s: no order explains more than %d of %d operations; the last of these:%s%n"
              .formatted(resource, prefix.size(), operations, last)
          + "then %s%ncannot be placed:%n  %s".formatted(state, stuck);
    }
  }

  /** The search was given up after so many states. */
  record Undecided(String resource, long steps) implements Verdict {}
}
