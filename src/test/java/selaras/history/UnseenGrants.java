package selaras.history;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The acquires of unknown outcome: each may have been granted to nobody's knowledge, once, at any
 * time from when it was sent, or never. Immutable.
 */
final class UnseenGrants {
  private final List<Operation> acquires;

  /** Numbers of acquires that differ in nothing but when they were sent, in that order. */
  private final Collection<List<Integer>> alike;

  UnseenGrants(List<Operation> unknown) {
    acquires = unknown.stream().filter(one -> one.call() instanceof Call.Acquire).toList();
    alike =
        IntStream.range(0, acquires.size())
            .boxed()
            .collect(Collectors.groupingBy(this::acquire, LinkedHashMap::new, Collectors.toList()))
            .values();
  }

  private Call.Acquire acquire(int number) {
    return (Call.Acquire) acquires.get(number).call();
  }

  /**
   * How the lock may stand after one of them was granted in that mode as early as it could. Of
   * those that were all sent before that time, any is as good as another.
   *
   * @param open the lock while nobody is in its way
   * @param latest when it has to have been sent
   */
  List<LockState> granted(LockState open, Mode mode, long latest) {
    List<LockState> states = new ArrayList<>();
    for (List<Integer> numbers : alike) {
      if (acquire(numbers.get(0)).mode() == mode) {
        addGranted(states, open, numbers, latest);
      }
    }
    return states;
  }

  private void addGranted(
      List<LockState> states, LockState open, List<Integer> numbers, long latest) {
    boolean anyOld = false;
    for (int number : numbers) {
      long sent = acquires.get(number).invoked();
      boolean old = sent <= open.openSince(acquire(number).mode());
      if (sent > latest) {
        return;
      }
      if (!open.assumed().get(number) && !(old && anyOld)) {
        states.add(open.assumed(number, acquire(number), sent));
        anyOld |= old;
      }
    }
  }

  /**
   * The same state, with each assumption replaced by the first that is as good, so that equal
   * states look equal.
   */
  LockState canonical(LockState state) {
    if (state.assumed().isEmpty()) {
      return state;
    }
    BitSet assumed = new BitSet();
    alike.forEach(numbers -> addCanonical(assumed, state, numbers));
    return state.with(assumed);
  }

  private void addCanonical(BitSet assumed, LockState state, List<Integer> numbers) {
    long since = state.openSince(acquire(numbers.get(0)).mode());
    int old = 0;
    for (int number : numbers) {
      if (state.assumed().get(number)) {
        boolean isOld = acquires.get(number).invoked() <= since;
        assumed.set(isOld ? numbers.get(old++) : number);
      }
    }
  }
}
