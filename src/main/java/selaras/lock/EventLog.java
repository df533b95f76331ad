package selaras.lock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import selaras.limits.Bound;

/**
 * The latest events of the lock table, for those who follow it. As each node applies the same log,
 * each has the same events under the same ids: who lost one node goes on at another.
 *
 * <p>Thread-safe. Bounded by count, where each resource counts of an event that names several, and
 * each holder that a refusal names; a reader who is too slow, or who comes back too late, is told
 * that it missed some.
 */
public final class EventLog implements LockListener {
  private final int capacity;
  private final TreeMap<EventId, LockEvent> events = new TreeMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();

  /** All events after this one are here, or are still to come. */
  private EventId floor = EventId.BEGINNING;

  private EventId last = EventId.BEGINNING;

  private int kept;

  /**
   * @param capacity how many events are kept
   */
  public EventLog(int capacity) {
    Bound.atLeast("lock.events.kept", 1, capacity);
    this.capacity = capacity;
  }

  /**
   * Some events, in order.
   *
   * @param missed whether there were others between those asked for and these, which are gone
   * @param from what they follow on: what was asked for, or the last one that is gone
   * @param last where to go on
   */
  public record Page(List<Entry> entries, boolean missed, EventId from, EventId last) {}

  /** An event and its place. */
  public record Entry(EventId id, LockEvent event) {}

  /** The newest event's id; where to begin for all that happens from now on. */
  public EventId last() {
    lock.lock();
    try {
      return last;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The events after an id, oldest first; waits for the first one.
   *
   * @param limit how many at most
   * @param patience how long to wait; then the page is empty
   */
  public Page after(EventId id, int limit, Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (left > 0 && id.compareTo(floor) >= 0 && id.compareTo(last) >= 0) {
        left = more.awaitNanos(left);
      }
      boolean missed = id.compareTo(floor) < 0;
      EventId from = missed ? floor : id;
      List<Entry> entries = new ArrayList<>();
      events.tailMap(from, false).entrySet().stream()
          .limit(limit)
          .forEach(entry -> entries.add(new Entry(entry.getKey(), entry.getValue())));
      return new Page(
          entries, missed, from, entries.isEmpty() ? from : entries.get(entries.size() - 1).id());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void happened(EventId id, LockEvent event) {
    lock.lock();
    try {
      events.put(id, event);
      last = id;
      kept += size(event);
      while (kept > capacity) {
        Map.Entry<EventId, LockEvent> oldest = events.pollFirstEntry();
        floor = oldest.getKey();
        kept -= size(oldest.getValue());
      }
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void restored(long index, LockViews copy) {
    lock.lock();
    try {
      events.clear();
      kept = 0;
      floor = EventId.endOf(index);
      last = floor;
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static int size(LockEvent event) {
    int named =
        event instanceof LockEvent.WaitEnded ended
                && ended.outcome() instanceof LockOutcome.Held held
            ? held.holders().size()
            : 0;
    return event.wants().size() + named;
  }
}
