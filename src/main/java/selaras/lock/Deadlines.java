package selaras.lock;

import java.util.OptionalLong;
import java.util.TreeSet;

/** What ends when, in order of time. Mutable; belongs to one table. */
final class Deadlines {
  /** What ends; at equal times in this order. */
  enum Kind {
    /** The lease of a lock, by lock id. */
    LEASE,
    /** A session, by its id. */
    SESSION,
    /** The delay after an expiry, by resource. */
    DELAY,
    /** The time of a waiter, by lock id. */
    WAIT
  }

  private final TreeSet<Due> all = new TreeSet<>();

  void add(long millis, Kind kind, String id) {
    all.add(new Due(millis, kind, id));
  }

  void remove(long millis, Kind kind, String id) {
    all.remove(new Due(millis, kind, id));
  }

  /** Takes out the earliest that is due; null when nothing is. */
  Due pollDue(long millis) {
    return !all.isEmpty() && all.first().millis() <= millis ? all.pollFirst() : null;
  }

  OptionalLong next() {
    return all.isEmpty() ? OptionalLong.empty() : OptionalLong.of(all.first().millis());
  }

  /** Something that ends. */
  record Due(long millis, Kind kind, String id) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      int byTime = Long.compare(millis, other.millis);
      if (byTime != 0) {
        return byTime;
      }
      int byKind = kind.compareTo(other.kind);
      return byKind != 0 ? byKind : id.compareTo(other.id);
    }
  }
}
