package selaras.lock;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * One resource: who holds it, in the order of the grants, and who waits, in the order of arrival.
 * Mutable; belongs to one table.
 */
final class Resource {
  final String name;

  /** By holder id: a holder has at most one lock on a resource. */
  final LinkedHashMap<String, HeldLock> holders = new LinkedHashMap<>();

  /** By lock id. */
  final LinkedHashMap<String, Waiter> waiters = new LinkedHashMap<>();

  private int exclusiveWaiters;

  Resource(String name) {
    this.name = name;
  }

  void add(Waiter waiter) {
    waiters.put(waiter.lockId(), waiter);
    if (waiter.modeOf(name) == LockMode.EXCLUSIVE) {
      exclusiveWaiters++;
    }
  }

  void remove(Waiter waiter) {
    if (waiters.remove(waiter.lockId()) != null && waiter.modeOf(name) == LockMode.EXCLUSIVE) {
      exclusiveWaiters--;
    }
  }

  /** Whether the holders leave room for one more in this mode, who is none of them yet. */
  boolean admits(LockMode mode, String holderId) {
    if (holders.isEmpty()) {
      return true;
    }
    return mode == LockMode.SHARED
        && holders.values().iterator().next().modeOf(name) == LockMode.SHARED
        && !holders.containsKey(holderId);
  }

  /** Whether a newcomer may pass the queue: a reader does, where only other readers wait. */
  boolean lineIsOpenTo(LockMode mode, String holderId) {
    if (waiters.isEmpty()) {
      return true;
    }
    return mode == LockMode.SHARED
        && exclusiveWaiters == 0
        && waiters.values().stream().noneMatch(waiter -> waiter.holderId().equals(holderId));
  }

  /**
   * Whether nobody ahead of a waiter has to be served before it; nobody overtakes itself either.
   */
  boolean isAtFront(Waiter waiter) {
    LockMode mode = waiter.modeOf(name);
    for (Waiter ahead : waiters.values()) {
      if (ahead == waiter) {
        return true;
      }
      if (mode == LockMode.EXCLUSIVE
          || ahead.modeOf(name) == LockMode.EXCLUSIVE
          || ahead.holderId().equals(waiter.holderId())) {
        return false;
      }
    }
    throw new IllegalStateException(waiter + " does not wait for " + name);
  }

  /** Those who could be served next: the first writer, or all readers before the first writer. */
  List<Waiter> front() {
    List<Waiter> front = new ArrayList<>();
    for (Waiter waiter : waiters.values()) {
      boolean writer = waiter.modeOf(name) == LockMode.EXCLUSIVE;
      if (!writer || front.isEmpty()) {
        front.add(waiter);
      }
      if (writer) {
        break;
      }
    }
    return front;
  }

  boolean isFree() {
    return holders.isEmpty() && waiters.isEmpty();
  }
}
