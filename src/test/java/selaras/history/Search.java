package selaras.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;

/**
 * Looks for an order of the operations on one object that the model accepts.
 *
 * <p>How: depth first, an operation may come next if no other was answered before it can take
 * effect (J. Wing and C. Gong, "Testing and verifying concurrent objects", Journal of Parallel and
 * Distributed Computing 17, 1993). Two ways to the same set of operations that leave the object in
 * the same state have the same future, so that the second is not followed (G. Lowe, "Testing for
 * linearizability", Concurrency and Computation 29(4), 2017); here a state that is merely no freer
 * than one already seen is left too. As few operations overlap, there are few sets.
 */
final class Search<S extends State<S>> {
  private final String resource;
  private final List<Operation> all;
  private final List<Operation> known;
  private final Model<S> model;
  private final long mostSteps;
  private final Deque<Node<S>> ahead = new ArrayDeque<>();
  private final Map<Place, List<S>> seen = new HashMap<>();

  /**
   * @param operations on the object, in the order in which they were sent
   * @param mostSteps states after which the search is given up
   */
  Search(String resource, List<Operation> operations, Model<S> model, long mostSteps) {
    this.resource = resource;
    this.all = operations;
    this.known = operations.stream().filter(Operation::isKnown).toList();
    this.model = model;
    this.mostSteps = mostSteps;
  }

  Verdict run() {
    Node<S> deepest = new Node<>(new BitSet(), 0, model.initial(), null, null);
    ahead.push(deepest);
    long steps = 0;
    while (!ahead.isEmpty()) {
      Node<S> node = ahead.pop();
      if (node.count == known.size()) {
        return new Verdict.Linearizable(all.size(), steps);
      }
      if (isNew(node)) {
        if (++steps > mostSteps) {
          return new Verdict.Undecided(resource, steps);
        }
        deepest = node.count > deepest.count ? node : deepest;
        expand(node);
      }
    }
    return new Verdict.Violation(
        resource, deepest.path(), deepest.state, mostUrgent(deepest.done), all.size());
  }

  private boolean isNew(Node<S> node) {
    List<S> there = seen.computeIfAbsent(node.place(), place -> new ArrayList<>(1));
    if (there.stream().anyMatch(state -> state.isAtLeastAsFreeAs(node.state))) {
      return false;
    }
    there.removeIf(node.state::isAtLeastAsFreeAs);
    return there.add(node.state);
  }

  /** Puts what can come next on the stack, the most plausible on top. */
  private void expand(Node<S> node) {
    long deadline = mostUrgent(node.done).completed();
    List<Node<S>> next = new ArrayList<>();
    for (int i = node.done.nextClearBit(0);
        i < known.size() && known.get(i).invoked() <= deadline;
        i = node.done.nextClearBit(i + 1)) {
      for (S state : model.after(node.state, known.get(i))) {
        if (state.now() <= deadline) {
          next.add(node.then(i, known.get(i), state));
        }
      }
    }
    next.sort(
        Comparator.<Node<S>>comparingInt(later -> later.state.assumptions())
            .thenComparingLong(later -> later.last.completed())
            .reversed());
    next.forEach(ahead::push);
  }

  /** Of those that are left, the one that was answered first: none may take effect after that. */
  private Operation mostUrgent(BitSet done) {
    Operation urgent = known.get(done.nextClearBit(0));
    for (int i = done.nextClearBit(0);
        i < known.size() && known.get(i).invoked() <= urgent.completed();
        i = done.nextClearBit(i + 1)) {
      if (known.get(i).completed() < urgent.completed()) {
        urgent = known.get(i);
      }
    }
    return urgent;
  }

  /** Which operations are done, and what else has to be equal to compare states. */
  private record Place(int first, BitSet later, List<Long> kind) {}

  /** A state, and the way to it. */
  private record Node<S extends State<S>>(
      BitSet done, int count, S state, Operation last, Node<S> before) {
    Node<S> then(int number, Operation operation, S next) {
      BitSet more = (BitSet) done.clone();
      more.set(number);
      return new Node<>(more, count + 1, next, operation, this);
    }

    Place place() {
      int first = done.nextClearBit(0);
      return new Place(first, done.get(first, Math.max(first, done.length())), state.kind());
    }

    List<Operation> path() {
      LinkedList<Operation> path = new LinkedList<>();
      for (Node<S> node = this; node.before != null; node = node.before) {
        path.addFirst(node.last);
      }
      return path;
    }
  }
}
