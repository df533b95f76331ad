package selaras.lock;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/** Somebody who holds locks or waits for some. Mutable; belongs to one table. */
final class Party {
  /** By resource: it has at most one lock on each. */
  final Map<String, HeldLock> locks = new HashMap<>();

  final TreeSet<Waiter> waits = new TreeSet<>(Waiter.BY_ARRIVAL);

  boolean isGone() {
    return locks.isEmpty() && waits.isEmpty();
  }

  /** Whether it holds a resource or stands in its queue. */
  boolean hasToDoWith(String resource) {
    return locks.containsKey(resource)
        || waits.stream().anyMatch(waiter -> Want.resources(waiter.wants()).contains(resource));
  }
}
