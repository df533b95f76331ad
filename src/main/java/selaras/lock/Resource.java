package selaras.lock;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One resource: who holds it, in the order of the grants, and who waits, in the order of service.
 * Mutable; belongs to one table.
 */
final class Resource {
  final String name;
  final TreeMap<Long, HeldLock> holders = new TreeMap<>();
  final TreeSet<Waiter> waiters = new TreeSet<>(Waiter.IN_LINE);

  /** Until when nobody but the one whose lock has expired gets it, by holder. */
  final Map<String, Long> delays = new TreeMap<>();

  private long taken;
  private int waitersNotShared;

  Resource(String name) {
    this.name = name;
  }

  void hold(HeldLock lock) {
    holders.put(lock.token, lock);
    taken += lock.wantOn(name).count();
  }

  void letGo(HeldLock lock) {
    holders.remove(lock.token);
    taken -= lock.wantOn(name).count();
  }

  void add(Waiter waiter) {
    waiters.add(waiter);
    waitersNotShared += shared(waiter) ? 0 : 1;
  }

  void remove(Waiter waiter) {
    waiters.remove(waiter);
    waitersNotShared -= shared(waiter) ? 0 : 1;
  }

  private boolean shared(Waiter waiter) {
    return waiter.wantOn(name).mode() == LockMode.SHARED;
  }

  /** How many permits it has for those who use it now; 0 when nobody does. */
  int permits() {
    if (!holders.isEmpty()) {
      return holders.firstEntry().getValue().wantOn(name).permits();
    }
    return waiters.isEmpty() ? 0 : waiters.first().wantOn(name).permits();
  }

  /**
   * Whether there is room for a want.
   *
   * @param own the lock that it would replace; null when there is none
   */
  boolean admits(Want want, String holderId, HeldLock own) {
    long others = taken - (own == null ? 0 : own.wantOn(name).count());
    return others + want.count() <= want.permits()
        && delays.keySet().stream().allMatch(holderId::equals);
  }

  /** Whether a newcomer may pass the queue: a reader does, where only other readers wait. */
  boolean lineIsOpenTo(Want want) {
    return waiters.isEmpty() || (want.mode() == LockMode.SHARED && waitersNotShared == 0);
  }

  /** Whether nobody ahead of a waiter has to be served before it. */
  boolean isAtFront(Waiter waiter) {
    if (waiters.first() == waiter) {
      return true;
    }
    return shared(waiter)
        && (waitersNotShared == 0 || waiters.headSet(waiter).stream().allMatch(this::shared));
  }

  /** False if it is kept from others than this holder already, and perhaps longer now. */
  boolean delay(String holderId, long untilMillis) {
    int before = delays.size();
    delays.merge(holderId, untilMillis, Math::max);
    return delays.size() > before;
  }

  /** The holders whose delays are over, and have been ended. */
  List<String> endDelays(long now) {
    List<String> over =
        delays.entrySet().stream()
            .filter(delay -> delay.getValue() <= now)
            .map(Map.Entry::getKey)
            .toList();
    delays.keySet().removeAll(over);
    return over;
  }

  /** How long it still is kept from others. */
  long delayMillis(long now) {
    return delays.values().stream().mapToLong(until -> until - now).max().orElse(0);
  }

  boolean isFree() {
    return holders.isEmpty() && waiters.isEmpty() && delays.isEmpty();
  }

  List<Holder> namedHolders(long now) {
    return Mentions.ofHolders(holders.values().stream().map(lock -> lock.on(name, now)));
  }

  ResourceView view(long now) {
    List<ResourceView.Waiting> waiting =
        Mentions.of(
            waiters.stream().map(waiter -> waiting(waiter, now)),
            waiter -> waiter.holderId().length());
    return new ResourceView(
        name, permits(), namedHolders(now), waiting, waiters.size(), delayMillis(now));
  }

  private ResourceView.Waiting waiting(Waiter waiter, long now) {
    Want want = waiter.wantOn(name);
    return new ResourceView.Waiting(
        waiter.holderId(), want.mode(), want.count(), waiter.deadline - now);
  }
}
