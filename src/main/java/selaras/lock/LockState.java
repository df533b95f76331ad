package selaras.lock;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the lock table knows, with its indexes kept in step: a lock, a waiter or a session is in all
 * of them or in none. Decides nothing. Mutable; belongs to one table.
 */
final class LockState {
  final TreeMap<String, Resource> resources = new TreeMap<>();

  /** By lock id, as the waiters are. Never iterated over, since its order means nothing. */
  final Map<String, HeldLock> locks = new HashMap<>();

  final Map<String, Waiter> waiters = new HashMap<>();
  final TreeMap<String, Session> sessions = new TreeMap<>();
  final Map<String, Party> parties = new HashMap<>();
  final Deadlines deadlines = new Deadlines();
  final Footprint footprint = new Footprint();
  final RequestMemory requests = new RequestMemory(footprint);
  LockLimits limits = LockLimits.DEFAULT;
  long lastToken;
  long lastArrival;
  long now;

  /** The lock by which a holder holds a resource; null when there is none. */
  HeldLock lock(String holderId, String resource) {
    Party party = parties.get(holderId);
    return party == null ? null : party.locks.get(resource);
  }

  /** The lock by which the asker holds just these resources; null when there is none. */
  HeldLock own(LockCommand.Acquire ask) {
    HeldLock lock = lock(ask.holderId(), ask.wants().get(0).resource());
    return lock != null && Want.sameResources(lock.wants, ask.wants()) ? lock : null;
  }

  /** Who waits for just the resources of a lock, and would hold them by the same one. */
  List<Waiter> waitsLike(HeldLock lock) {
    Party party = parties.get(lock.holderId);
    return party == null
        ? List.of()
        : party.waits.stream()
            .filter(waiter -> Want.sameResources(waiter.wants(), lock.wants))
            .toList();
  }

  /** A lock that lives until {@link #live} is said of it. */
  void add(HeldLock lock) {
    locks.put(lock.lockId, lock);
    footprint.add(Footprint.of(lock));
    Party party = party(lock.holderId);
    for (Want want : lock.wants) {
      party.locks.put(want.resource(), lock);
      resource(want.resource()).hold(lock);
    }
  }

  /** Takes a lock out; its resources stay until {@link #dropIfFree}. */
  void remove(HeldLock lock) {
    unbind(lock);
    locks.remove(lock.lockId);
    footprint.add(-Footprint.of(lock));
    Party party = parties.get(lock.holderId);
    for (Want want : lock.wants) {
      party.locks.remove(want.resource());
      resources.get(want.resource()).letGo(lock);
    }
    dropIfGone(lock.holderId);
  }

  /** Gives a lock other wants for the same resources, and perhaps another token. */
  void reshape(HeldLock lock, List<Want> wants, long token) {
    lock.wants.forEach(want -> resources.get(want.resource()).letGo(lock));
    lock.wants = wants;
    lock.token = token;
    wants.forEach(want -> resources.get(want.resource()).hold(lock));
  }

  /** From now on the lock ends with a session. */
  void live(HeldLock lock, Session session) {
    unbind(lock);
    lock.session = session;
    session.lockIds.add(lock.lockId);
  }

  /** From now on the lock has a lease of its own. */
  void live(HeldLock lock, long deadline) {
    unbind(lock);
    lock.deadline = deadline;
    deadlines.add(deadline, Deadlines.Kind.LEASE, lock.lockId);
  }

  private void unbind(HeldLock lock) {
    if (lock.session == null) {
      deadlines.remove(lock.deadline, Deadlines.Kind.LEASE, lock.lockId);
    } else {
      lock.session.lockIds.remove(lock.lockId);
      lock.session = null;
    }
  }

  void add(Waiter waiter) {
    waiters.put(waiter.lockId(), waiter);
    footprint.add(Footprint.of(waiter));
    party(waiter.holderId()).waits.add(waiter);
    deadlines.add(waiter.deadline, Deadlines.Kind.WAIT, waiter.lockId());
    if (waiter.ask.terms().hasSession()) {
      sessions.get(waiter.ask.terms().sessionId()).lockIds.add(waiter.lockId());
    }
    waiter.wants().forEach(want -> resource(want.resource()).add(waiter));
  }

  /** Takes a waiter out; its resources stay until {@link #dropIfFree}. */
  void remove(Waiter waiter) {
    waiters.remove(waiter.lockId());
    footprint.add(-Footprint.of(waiter));
    parties.get(waiter.holderId()).waits.remove(waiter);
    dropIfGone(waiter.holderId());
    deadlines.remove(waiter.deadline, Deadlines.Kind.WAIT, waiter.lockId());
    Session session = sessions.get(waiter.ask.terms().sessionId());
    if (session != null) {
      session.lockIds.remove(waiter.lockId());
    }
    waiter.wants().forEach(want -> resources.get(want.resource()).remove(waiter));
  }

  /** Puts a waiter ahead of those who hold nothing of what they wait for. */
  void moveAhead(Waiter waiter) {
    waiter.wants().forEach(want -> resources.get(want.resource()).remove(waiter));
    waiter.ahead = true;
    waiter.wants().forEach(want -> resources.get(want.resource()).add(waiter));
  }

  void add(Session session) {
    sessions.put(session.sessionId, session);
    footprint.add(Footprint.of(session));
    deadlines.add(session.deadline, Deadlines.Kind.SESSION, session.sessionId);
  }

  /** Takes a session out; its locks and waiters are the caller's to end. */
  void remove(Session session) {
    sessions.remove(session.sessionId);
    footprint.add(-Footprint.of(session));
    deadlines.remove(session.deadline, Deadlines.Kind.SESSION, session.sessionId);
  }

  /** Keeps a resource from all but one holder for a while. */
  void delay(String resource, String holderId, long untilMillis) {
    if (resource(resource).delay(holderId, untilMillis)) {
      footprint.add(Footprint.ofDelay(resource, holderId));
    }
    deadlines.add(untilMillis, Deadlines.Kind.DELAY, resource);
  }

  /** Ends the delays that are over by then; the resource stays until {@link #dropIfFree}. */
  void endDelays(Resource resource, long millis) {
    for (String holderId : resource.endDelays(millis)) {
      footprint.add(-Footprint.ofDelay(resource.name, holderId));
    }
  }

  private Resource resource(String name) {
    return resources.computeIfAbsent(name, Resource::new);
  }

  void dropIfFree(String name) {
    Resource resource = resources.get(name);
    if (resource != null && resource.isFree()) {
      resources.remove(name);
    }
  }

  private Party party(String holderId) {
    return parties.computeIfAbsent(holderId, id -> new Party());
  }

  private void dropIfGone(String holderId) {
    if (parties.get(holderId).isGone()) {
      parties.remove(holderId);
    }
  }
}
