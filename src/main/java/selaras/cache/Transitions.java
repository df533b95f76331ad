package selaras.cache;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How often copies went from one state to another; cheap under contention. */
final class Transitions {
  private static final Mesi[] STATES = Mesi.values();

  private final LongAdder[][] counts = new LongAdder[STATES.length][STATES.length];

  Transitions() {
    for (LongAdder[] row : counts) {
      for (int to = 0; to < row.length; to++) {
        row[to] = new LongAdder();
      }
    }
  }

  /** A copy that stays in its state does not count. */
  void count(Mesi from, Mesi to) {
    if (from != to) {
      counts[from.ordinal()][to.ordinal()].increment();
    }
  }

  /** By the state before, then by the state after, those that happened. */
  Map<Mesi, Map<Mesi, Long>> all() {
    Map<Mesi, Map<Mesi, Long>> all = new EnumMap<>(Mesi.class);
    for (Mesi from : STATES) {
      Map<Mesi, Long> row = new EnumMap<>(Mesi.class);
      for (Mesi to : STATES) {
        long count = counts[from.ordinal()][to.ordinal()].sum();
        if (count > 0) {
          row.put(to, count);
        }
      }
      all.put(from, row);
    }
    return all;
  }
}
