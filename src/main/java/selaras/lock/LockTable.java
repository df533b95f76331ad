package selaras.lock;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The locks of the cluster: who holds what until when, and who waits for it.
 *
 * <p>Invariants: a resource has one exclusive holder or any number of shared ones, or as many as
 * its permits allow; fencing tokens strictly rise; nobody waits who could be served; the waits form
 * no cycle; a resource that nobody holds or waits for takes no memory.
 *
 * <p>Deterministic: equal calls in equal order give equal answers, events and snapshots. Time is
 * the log time handed to {@link #advance}; nothing iterates over a hash table. Not thread-safe.
 * Refusals are values; an exception means a broken invariant.
 */
public final class LockTable {
  final LockState state = new LockState();
  private final LockViews views = new LockViews(state);
  private final WaitGraph graph = new WaitGraph(state.resources, state.parties);
  private final Consumer<LockEvent> events;

  /**
   * @param events told of what happens, in order, during the calls
   */
  public LockTable(Consumer<LockEvent> events) {
    this.events = events;
  }

  /** What can be seen of it. */
  public LockViews views() {
    return views;
  }

  /** When the next thing ends; empty while there is none. */
  public OptionalLong nextDeadline() {
    return state.deadlines.next();
  }

  /** The log time. */
  public long now() {
    return state.now;
  }

  public LockLimits limits() {
    return state.limits;
  }

  /** About how many bytes of memory it takes. */
  public long footprint() {
    return state.footprint.bytes();
  }

  /**
   * Moves the log time on: what is due by then ends, in the order of the deadlines.
   *
   * @param millis log time; a value before the present one changes nothing
   */
  public void advance(long millis) {
    state.now = Math.max(state.now, millis);
    for (Deadlines.Due due; (due = state.deadlines.pollDue(state.now)) != null; ) {
      switch (due.kind()) {
        case LEASE -> free(state.locks.get(due.id()), LockEvent.Cause.EXPIRED);
        case SESSION -> end(state.sessions.get(due.id()), LockEvent.Cause.SESSION_EXPIRED);
        case DELAY -> endDelays(due.id());
        case WAIT -> {
          Waiter waiter = state.waiters.get(due.id());
          endWaits(List.of(waiter), views.held(waiter.wants()));
        }
      }
    }
    state.requests.forgetUpTo(forgottenUpTo(), state.now);
  }

  /** Applies one command at the present log time. */
  public LockOutcome apply(LockCommand command) {
    RequestMemory.Answered before = state.requests.find(command.requestId());
    if (before != null) {
      return answerAgain(command, before);
    }
    boolean remembered = !command.requestId().isEmpty();
    if (remembered && state.requests.isFull(state.limits.requests())) {
      return new LockOutcome.OverLimit("remembered requests", state.limits.requests());
    }
    LockOutcome outcome = decide(command);
    if (remembered) {
      state.requests.put(command.requestId(), state.now, LockCodec.fingerprint(command), outcome);
    }
    return outcome;
  }

  private LockOutcome answerAgain(LockCommand command, RequestMemory.Answered before) {
    if (before.fingerprint() != LockCodec.fingerprint(command)) {
      return new LockOutcome.Reused();
    }
    LockOutcome outcome = before.outcome();
    if (command instanceof LockCommand.Acquire acquire
        && outcome instanceof LockOutcome.Queued queued) {
      state.waiters.get(queued.lockId()).caller = acquire.lockId();
    }
    return asOfNow(outcome);
  }

  /** The same answer, but for the time that is left: it may have been given long ago. */
  private LockOutcome asOfNow(LockOutcome outcome) {
    return switch (outcome) {
      case LockOutcome.Granted granted -> granted.withLease(views.leaseLeft(granted.lockId()));
      case LockOutcome.Renewed renewed -> renewed.withLease(views.leaseLeft(renewed.lockId()));
      case LockOutcome.SessionAlive alive -> alive.withLease(views.sessionLeft(alive.sessionId()));
      default -> outcome;
    };
  }

  private LockOutcome decide(LockCommand command) {
    return switch (command) {
      case LockCommand.Acquire acquire -> acquire(acquire);
      case LockCommand.Release release -> release(state.locks.get(release.lockId()));
      case LockCommand.ReleaseHeld release ->
          release(state.lock(release.holderId(), release.resource()));
      case LockCommand.ForceRelease force -> force(state.resources.get(force.resource()));
      case LockCommand.Renew renew -> renew(renew);
      case LockCommand.Withdraw withdraw -> withdraw(withdraw);
      case LockCommand.OpenSession open -> open(open);
      case LockCommand.Heartbeat heartbeat -> heartbeat(heartbeat);
      case LockCommand.CloseSession close -> close(close);
      case LockCommand.Tick tick -> new LockOutcome.Done();
      case LockCommand.Configure configure -> {
        state.limits = configure.limits();
        yield new LockOutcome.Done();
      }
    };
  }

  // --- taking ---------------------------------------------------------------------------------

  private LockOutcome acquire(LockCommand.Acquire ask) {
    if (!ask.terms().hasSession()) {
      return take(ask);
    }
    Session session = state.sessions.get(ask.terms().sessionId());
    if (session == null) {
      return new LockOutcome.NoSession(ask.terms().sessionId());
    }
    LockCommand.Acquire its = ask.holderId().isEmpty() ? ask.by(session.holderId) : ask;
    return its.holderId().equals(session.holderId)
        ? take(its)
        : new LockOutcome.SessionOfAnother(session.sessionId);
  }

  private LockOutcome take(LockCommand.Acquire ask) {
    for (Want want : ask.wants()) {
      Resource resource = state.resources.get(want.resource());
      int permits = resource == null ? 0 : resource.permits();
      if (permits != 0 && permits != want.permits()) {
        return new LockOutcome.PermitsDiffer(want.resource(), permits);
      }
    }
    HeldLock own = state.own(ask);
    if (own != null) {
      return takeAgain(own, ask);
    }
    if (ask.wants().stream().allMatch(want -> isOpen(want, ask.holderId()))) {
      return state.locks.size() >= state.limits.locks()
          ? new LockOutcome.OverLimit("locks", state.limits.locks())
          : grant(ask, "");
    }
    return waitOrRefuse(ask, false);
  }

  /** Whether a newcomer can have it at once; it does not overtake itself either. */
  private boolean isOpen(Want want, String holderId) {
    Resource resource = state.resources.get(want.resource());
    Party party = state.parties.get(holderId);
    return resource == null
        || (resource.admits(want, holderId, null)
            && resource.lineIsOpenTo(want)
            && (party == null || !party.hasToDoWith(want.resource())));
  }

  /** The holder asks for what it holds: the lock lives on, in another mode if it can be. */
  private LockOutcome takeAgain(HeldLock own, LockCommand.Acquire ask) {
    if (!own.isLessThan(ask.wants())) {
      return change(own, ask, "");
    }
    if (!ask.wants().stream().allMatch(want -> leavesRoom(own, want))) {
      return waitOrRefuse(ask, true);
    }
    List<LockOutcome.Link> cycle = cycleIfHeldLike(own, ask.wants());
    return cycle.isEmpty() ? change(own, ask, "") : new LockOutcome.Deadlock(cycle);
  }

  private boolean leavesRoom(HeldLock own, Want want) {
    return state.resources.get(want.resource()).admits(want, own.holderId, own);
  }

  /** Who waits elsewhere and takes more here may come to block those for whom it waits. */
  private List<LockOutcome.Link> cycleIfHeldLike(HeldLock own, List<Want> wants) {
    if (state.parties.get(own.holderId).waits.isEmpty()) {
      return List.of();
    }
    List<Want> before = own.wants;
    state.reshape(own, wants, own.token);
    List<LockOutcome.Link> cycle = graph.cycleThrough(own.holderId);
    state.reshape(own, before, own.token);
    return cycle;
  }

  private LockOutcome.Granted change(HeldLock lock, LockCommand.Acquire ask, String waiterId) {
    boolean other = !lock.wants.equals(ask.wants());
    // others may have used greater tokens while this one had less
    long token = lock.isLessThan(ask.wants()) ? ++state.lastToken : lock.token;
    state.reshape(lock, ask.wants(), token);
    lock.holds += ask.terms().reentrant() ? 1 : 0;
    live(lock, ask.terms());
    LockOutcome.Granted granted = lock.granted(state.now);
    if (other || !waiterId.isEmpty()) {
      events.accept(new LockEvent.Granted(granted, waiterId));
    }
    if (other) {
      serve(Want.resources(ask.wants()));
    }
    return granted;
  }

  private LockOutcome.Granted grant(LockCommand.Acquire ask, String waiterId) {
    HeldLock lock = new HeldLock(ask.lockId(), ask.holderId(), ask.wants(), ++state.lastToken);
    state.add(lock);
    live(lock, ask.terms());
    LockOutcome.Granted granted = lock.granted(state.now);
    events.accept(new LockEvent.Granted(granted, waiterId));
    moveAhead(lock);
    return granted;
  }

  /** A lock lives as its latest asking says; asking again never shortens a lease. */
  private void live(HeldLock lock, Terms terms) {
    lock.delayMillis = terms.delayMillis();
    if (terms.hasSession()) {
      state.live(lock, state.sessions.get(terms.sessionId()));
    } else {
      state.live(lock, Math.max(lock.deadline(), state.now + terms.leaseMillis()));
    }
  }

  // --- waiting --------------------------------------------------------------------------------

  private LockOutcome waitOrRefuse(LockCommand.Acquire ask, boolean ahead) {
    if (ask.terms().waitMillis() == 0) {
      return views.held(ask.wants());
    }
    int limit = state.limits.waitersPerResource();
    for (Want want : ask.wants()) {
      Resource resource = state.resources.get(want.resource());
      if (resource != null && resource.waiters.size() >= limit) {
        return new LockOutcome.OverLimit("waiters", limit);
      }
    }
    long deadline = state.now + ask.terms().waitMillis();
    Waiter waiter = new Waiter(ask, ++state.lastArrival, deadline, ahead);
    state.add(waiter);
    List<LockOutcome.Link> cycle = graph.cycleThrough(ask.holderId());
    if (!cycle.isEmpty()) {
      state.remove(waiter);
      ask.wants().forEach(want -> state.dropIfFree(want.resource()));
      return new LockOutcome.Deadlock(cycle);
    }
    events.accept(new LockEvent.Queued(ask.lockId(), ask.holderId(), ask.wants()));
    return new LockOutcome.Queued(ask.lockId());
  }

  /** Its holder's other calls for the same resources now wait for more of what it holds. */
  private void moveAhead(HeldLock lock) {
    for (Waiter waiter : state.waitsLike(lock)) {
      if (state.waiters.containsKey(waiter.lockId())) {
        state.moveAhead(waiter);
        List<LockOutcome.Link> cycle = graph.cycleThrough(waiter.holderId());
        if (!cycle.isEmpty()) {
          endWaits(List.of(waiter), new LockOutcome.Deadlock(cycle));
        }
      }
    }
  }

  private LockOutcome withdraw(LockCommand.Withdraw withdraw) {
    Waiter waiter = state.waiters.get(withdraw.lockId());
    if (waiter == null || !waiter.caller.equals(withdraw.caller())) {
      return new LockOutcome.NotHeld();
    }
    // nothing of the request is left, so the same one may come again as a new one
    state.requests.forget(waiter.ask.requestId());
    endWaits(List.of(waiter), views.held(waiter.wants()));
    return new LockOutcome.Done();
  }

  /** All leave before anybody is served, so that none of them is. */
  private void endWaits(List<Waiter> leaving, LockOutcome outcome) {
    TreeSet<String> names = new TreeSet<>();
    for (Waiter waiter : leaving) {
      state.remove(waiter);
      answer(waiter, outcome);
      events.accept(
          new LockEvent.WaitEnded(waiter.lockId(), waiter.holderId(), waiter.wants(), outcome));
      names.addAll(Want.resources(waiter.wants()));
    }
    // those behind may have waited for these alone
    serve(names);
  }

  /**
   * Grants what has become possible at these resources, first come first served.
   *
   * <p>A waiter for several resources is served when it is at the front of all of their queues, so
   * nobody holds part of what it waits for; when it leaves, those behind it in its other queues are
   * looked at too.
   */
  private void serve(Collection<String> names) {
    TreeSet<String> touched = new TreeSet<>(names);
    while (!touched.isEmpty()) {
      String name = touched.pollFirst();
      for (Optional<Waiter> next; (next = servable(name)).isPresent(); ) {
        serve(next.get());
        touched.addAll(Want.resources(next.get().wants()));
      }
      state.dropIfFree(name);
    }
  }

  private void serve(Waiter waiter) {
    HeldLock own = state.own(waiter.ask);
    state.remove(waiter);
    LockOutcome.Granted granted =
        own == null ? grant(waiter.ask, waiter.lockId()) : change(own, waiter.ask, waiter.lockId());
    answer(waiter, granted);
  }

  /**
   * The final answer is as old as the request, as if it had come at once; or new, if the request
   * would be forgotten by now.
   */
  private void answer(Waiter waiter, LockOutcome outcome) {
    long millis = waiter.asked() > forgottenUpTo() ? waiter.asked() : state.now;
    state.requests.revise(waiter.ask.requestId(), millis, state.now, outcome);
  }

  private long forgottenUpTo() {
    return state.now - state.limits.requestMillis();
  }

  /** The first in line who can be served; only readers are passed by, and only by readers. */
  private Optional<Waiter> servable(String name) {
    Resource resource = state.resources.get(name);
    if (resource == null) {
      return Optional.empty();
    }
    for (Waiter waiter : resource.waiters) {
      if (waiter.wants().stream().allMatch(want -> canServe(waiter, want))) {
        return Optional.of(waiter);
      }
      if (waiter.wantOn(name).mode() != LockMode.SHARED) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private boolean canServe(Waiter waiter, Want want) {
    Resource resource = state.resources.get(want.resource());
    return resource.admits(want, waiter.holderId(), state.own(waiter.ask))
        && resource.isAtFront(waiter);
  }

  // --- ending ---------------------------------------------------------------------------------

  private LockOutcome release(HeldLock lock) {
    if (lock == null) {
      return new LockOutcome.NotHeld();
    }
    if (lock.holds > 1) {
      return new LockOutcome.Released(lock.lockId, --lock.holds);
    }
    free(lock, LockEvent.Cause.RELEASED);
    return new LockOutcome.Released(lock.lockId, 0);
  }

  private LockOutcome force(Resource resource) {
    if (resource == null || (resource.holders.isEmpty() && resource.delays.isEmpty())) {
      return new LockOutcome.NotHeld();
    }
    LockOutcome.Forced forced = new LockOutcome.Forced(resource.namedHolders(state.now));
    state.endDelays(resource, Long.MAX_VALUE);
    List.copyOf(resource.holders.values()).forEach(lock -> free(lock, LockEvent.Cause.FORCED));
    serve(List.of(resource.name));
    return forced;
  }

  private void free(HeldLock lock, LockEvent.Cause cause) {
    List<Waiter> wantMore = state.waitsLike(lock);
    List<String> names = Want.resources(lock.wants);
    state.remove(lock);
    if (cause.isExpiry() && lock.delayMillis > 0) {
      names.forEach(name -> state.delay(name, lock.holderId, state.now + lock.delayMillis));
    }
    events.accept(LockEvent.Freed.of(lock, cause));
    // who wanted more of it has nothing left to build on
    endWaits(wantMore, new LockOutcome.NotHeld());
    serve(names);
  }

  private void endDelays(String name) {
    Resource resource = state.resources.get(name);
    if (resource != null) {
      state.endDelays(resource, state.now);
      serve(List.of(name));
    }
  }

  private LockOutcome renew(LockCommand.Renew renew) {
    HeldLock lock = state.locks.get(renew.lockId());
    if (lock == null) {
      return new LockOutcome.NotHeld();
    }
    if (lock.session != null) {
      return new LockOutcome.LivesWithSession(lock.session.sessionId);
    }
    state.live(lock, state.now + renew.leaseMillis());
    return new LockOutcome.Renewed(lock.lockId, lock.token, renew.leaseMillis());
  }

  // --- sessions -------------------------------------------------------------------------------

  private LockOutcome open(LockCommand.OpenSession open) {
    if (state.sessions.size() >= state.limits.sessions()) {
      return new LockOutcome.OverLimit("sessions", state.limits.sessions());
    }
    long deadline = state.now + open.leaseMillis();
    Session session = new Session(open.sessionId(), open.holderId(), open.leaseMillis(), deadline);
    state.add(session);
    return session.alive();
  }

  private LockOutcome heartbeat(LockCommand.Heartbeat heartbeat) {
    Session session = state.sessions.get(heartbeat.sessionId());
    if (session == null) {
      return new LockOutcome.NoSession(heartbeat.sessionId());
    }
    state.remove(session);
    session.deadline = state.now + session.leaseMillis;
    state.add(session);
    return session.alive();
  }

  private LockOutcome close(LockCommand.CloseSession close) {
    Session session = state.sessions.get(close.sessionId());
    if (session == null) {
      return new LockOutcome.NoSession(close.sessionId());
    }
    int locks = (int) session.lockIds.stream().filter(state.locks::containsKey).count();
    end(session, LockEvent.Cause.SESSION_CLOSED);
    return new LockOutcome.SessionClosed(session.sessionId, locks);
  }

  private void end(Session session, LockEvent.Cause cause) {
    List<String> lockIds = List.copyOf(session.lockIds);
    state.remove(session);
    endWaits(
        lockIds.stream().map(state.waiters::get).filter(Objects::nonNull).toList(),
        new LockOutcome.NoSession(session.sessionId));
    for (String lockId : lockIds) {
      HeldLock lock = state.locks.get(lockId);
      // one that was asked for again meanwhile, with a lease of its own, lives on
      if (lock != null && lock.session == session) {
        free(lock, cause);
      }
    }
  }
}
