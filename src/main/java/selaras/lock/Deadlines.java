package selaras.lock;

import java.util.OptionalLong;
import java.util.TreeSet;

/** When each lock expires and each wait ends, in order of time. Mutable; belongs to one table. */
final class Deadlines {
  private final TreeSet<Due> all = new TreeSet<>();

  void add(long millis, String lockId) {
    all.add(new Due(millis, lockId));
  }

  void remove(long millis, String lockId) {
    all.remove(new Due(millis, lockId));
  }

  /** Takes out the earliest that is due; null when nothing is. */
  String pollDue(long millis) {
    return !all.isEmpty() && all.first().millis() <= millis ? all.pollFirst().lockId() : null;
  }

  OptionalLong next() {
    return all.isEmpty() ? OptionalLong.empty() : OptionalLong.of(all.first().millis());
  }

  void clear() {
    all.clear();
  }

  private record Due(long millis, String lockId) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      int byTime = Long.compare(millis, other.millis);
      return byTime != 0 ? byTime : lockId.compareTo(other.lockId);
    }
  }
}
