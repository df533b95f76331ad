package selaras.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** All operations of a run. Thread-safe. */
final class History {
  private final List<Operation> operations = new ArrayList<>();

  static History of(List<Operation> operations) {
    History history = new History();
    operations.forEach(history::add);
    return history;
  }

  synchronized void add(Operation operation) {
    operations.add(operation);
  }

  /** In the order in which they were sent. */
  synchronized List<Operation> operations() {
    return operations.stream().sorted(Comparator.comparingLong(Operation::invoked)).toList();
  }

  /** Each lock is an object of its own; what is true of each is true of all (Herlihy and Wing). */
  Map<String, List<Operation>> byResource() {
    return operations().stream()
        .collect(Collectors.groupingBy(Operation::resource, TreeMap::new, Collectors.toList()));
  }

  /** The same history, each operation changed. */
  History map(UnaryOperator<Operation> change) {
    return of(operations().stream().map(change).toList());
  }

  /** How often each answer was given. */
  Map<String, Long> replies() {
    return operations().stream()
        .collect(
            Collectors.groupingBy(
                operation ->
                    operation.call().getClass().getSimpleName()
                        + " "
                        + operation.reply().getClass().getSimpleName(),
                TreeMap::new,
                Collectors.counting()));
  }
}
