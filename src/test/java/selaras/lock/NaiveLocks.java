package selaras.lock;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The rules of the lock table in their plainest form: lists, and after each change a scan of all
 * waiters in the order of service until nobody can be served any more. Deadlocks are found by
 * reducing the graph of all holders, whatever has changed.
 */
final class NaiveLocks {
  /** A lock. */
  static final class Lock {
    String id;
    String holder;
    List<Want> wants;
    String session = "";
    long deadline;
    long delay;
    int holds = 1;
  }

  /** A waiter. */
  static final class Wait {
    LockCommand.Acquire ask;
    long deadline;
    String caller;

    String id() {
      return ask.lockId();
    }
  }

  /** A session. */
  record Open(String id, String holder, long lease, long deadline) {}

  /** A resource that is kept from all but one. */
  record Delay(String resource, String holder, long until) {}

  /** A request and the kind of its answer. */
  record Answer(LockCommand command, Class<? extends LockOutcome> outcome, long at) {
    Answer revised(Class<? extends LockOutcome> another, long millis) {
      return new Answer(command, another, millis);
    }
  }

  final List<Lock> locks = new ArrayList<>();
  final List<Wait> waits = new ArrayList<>();
  final Map<String, Open> sessions = new HashMap<>();
  final List<Delay> delays = new ArrayList<>();
  private final Map<String, Answer> answers = new HashMap<>();
  private long requestMillis;
  private long now;

  NaiveLocks(long requestMillis) {
    this.requestMillis = requestMillis;
  }

  void advance(long millis) {
    now = Math.max(now, millis);
    record Due(long at, int kind, String id, Runnable action) {}
    while (true) {
      Stream<Due> leases =
          locks.stream()
              .filter(lock -> lock.session.isEmpty())
              .map(lock -> new Due(lock.deadline, 0, lock.id, () -> free(lock, true)));
      Stream<Due> ends =
          sessions.values().stream()
              .map(open -> new Due(open.deadline, 1, open.id, () -> end(open, true)));
      Stream<Due> over =
          delays.stream()
              .map(delay -> new Due(delay.until, 2, delay.resource, () -> endDelay(delay)));
      Stream<Due> late =
          waits.stream()
              .map(
                  wait ->
                      new Due(
                          wait.deadline,
                          3,
                          wait.id(),
                          () -> leave(List.of(wait), LockOutcome.Held.class)));
      Optional<Due> due =
          Stream.of(leases, ends, over, late)
              .flatMap(all -> all)
              .filter(candidate -> candidate.at <= now)
              .min(
                  Comparator.comparingLong(Due::at)
                      .thenComparingInt(Due::kind)
                      .thenComparing(Due::id));
      if (due.isEmpty()) {
        break;
      }
      due.get().action.run();
    }
    answers.entrySet().removeIf(answer -> isOld(answer.getValue().at) && !waits(answer.getKey()));
    answers.replaceAll(
        (id, answer) -> isOld(answer.at) ? answer.revised(answer.outcome, now) : answer);
  }

  private void endDelay(Delay delay) {
    delays.removeIf(other -> other.resource.equals(delay.resource) && other.until <= now);
    serve();
  }

  /** The kind of outcome that the table has to give. */
  Class<? extends LockOutcome> apply(LockCommand command) {
    Answer before = answers.get(command.requestId());
    if (before != null) {
      return answerAgain(command, before);
    }
    Class<? extends LockOutcome> outcome = decide(command);
    if (!command.requestId().isEmpty()) {
      answers.put(command.requestId(), new Answer(command, outcome, now));
    }
    return outcome;
  }

  private Class<? extends LockOutcome> answerAgain(LockCommand command, Answer before) {
    if (command instanceof LockCommand.Acquire acquire
        && before.command instanceof LockCommand.Acquire first) {
      if (!acquire.terms().equals(first.terms())) {
        return LockOutcome.Reused.class;
      }
      waits.stream()
          .filter(wait -> wait.ask.requestId().equals(acquire.requestId()))
          .forEach(wait -> wait.caller = acquire.lockId());
    }
    return before.outcome;
  }

  private Class<? extends LockOutcome> decide(LockCommand command) {
    return switch (command) {
      case LockCommand.Acquire acquire -> acquire(acquire);
      case LockCommand.Release release -> release(byId(release.lockId()));
      case LockCommand.ReleaseHeld release ->
          release(holding(release.resource(), release.holderId()));
      case LockCommand.ForceRelease force -> force(force.resource());
      case LockCommand.Renew renew -> renew(byId(renew.lockId()), renew.leaseMillis());
      case LockCommand.Withdraw withdraw -> withdraw(withdraw);
      case LockCommand.OpenSession open -> {
        long deadline = now + open.leaseMillis();
        sessions.put(
            open.sessionId(),
            new Open(open.sessionId(), open.holderId(), open.leaseMillis(), deadline));
        yield LockOutcome.SessionAlive.class;
      }
      case LockCommand.Heartbeat heartbeat -> {
        Open open = sessions.get(heartbeat.sessionId());
        if (open == null) {
          yield LockOutcome.NoSession.class;
        }
        sessions.put(open.id, new Open(open.id, open.holder, open.lease, now + open.lease));
        yield LockOutcome.SessionAlive.class;
      }
      case LockCommand.CloseSession close -> {
        Open open = sessions.get(close.sessionId());
        if (open == null) {
          yield LockOutcome.NoSession.class;
        }
        end(open, false);
        yield LockOutcome.SessionClosed.class;
      }
      case LockCommand.Tick tick -> LockOutcome.Done.class;
      case LockCommand.Configure configure -> {
        requestMillis = configure.limits().requestMillis();
        yield LockOutcome.Done.class;
      }
    };
  }

  private Class<? extends LockOutcome> acquire(LockCommand.Acquire ask) {
    if (ask.terms().sessionId().isEmpty()) {
      return take(ask);
    }
    Open open = sessions.get(ask.terms().sessionId());
    if (open == null) {
      return LockOutcome.NoSession.class;
    }
    if (!ask.holderId().isEmpty() && !ask.holderId().equals(open.holder)) {
      return LockOutcome.SessionOfAnother.class;
    }
    return take(ask.by(open.holder));
  }

  private Class<? extends LockOutcome> take(LockCommand.Acquire ask) {
    for (Want want : ask.wants()) {
      if (Stream.concat(locks.stream().map(l -> l.wants), waits.stream().map(w -> w.ask.wants()))
          .flatMap(List::stream)
          .anyMatch(
              other ->
                  other.resource().equals(want.resource()) && other.permits() != want.permits())) {
        return LockOutcome.PermitsDiffer.class;
      }
    }
    Wait wait = new Wait();
    wait.ask = ask;
    wait.caller = ask.lockId();
    wait.deadline = now + ask.terms().waitMillis();
    Lock own = own(wait);
    boolean more = own != null && takesMore(own, ask.wants());
    if (own != null && !more) {
      change(own, ask);
      serve();
      return LockOutcome.Granted.class;
    }
    boolean room = own != null && ask.wants().stream().allMatch(want -> fits(wait, want, locks));
    if (room) {
      List<Want> before = own.wants;
      own.wants = ask.wants();
      boolean stuck = hasWaits(ask.holderId()) && stuck().contains(ask.holderId());
      own.wants = before;
      if (stuck) {
        return LockOutcome.Deadlock.class;
      }
      change(own, ask);
      serve();
      return LockOutcome.Granted.class;
    }
    boolean meddles =
        own == null
            && Stream.concat(
                    locks.stream().filter(l -> l.holder.equals(ask.holderId())).map(l -> l.wants),
                    waits.stream()
                        .filter(w -> w.ask.holderId().equals(ask.holderId()))
                        .map(w -> w.ask.wants()))
                .anyMatch(wants -> overlap(wants, ask.wants()));
    waits.add(wait);
    if (own == null && !meddles && canBeServed(wait)) {
      serve();
      return LockOutcome.Granted.class;
    }
    if (ask.terms().waitMillis() == 0) {
      waits.remove(wait);
      return LockOutcome.Held.class;
    }
    if (stuck().contains(ask.holderId())) {
      waits.remove(wait);
      return LockOutcome.Deadlock.class;
    }
    return LockOutcome.Queued.class;
  }

  private boolean hasWaits(String holder) {
    return waits.stream().anyMatch(wait -> wait.ask.holderId().equals(holder));
  }

  private void change(Lock lock, LockCommand.Acquire ask) {
    lock.wants = ask.wants();
    lock.holds += ask.terms().reentrant() ? 1 : 0;
    live(lock, ask.terms());
  }

  private void live(Lock lock, Terms terms) {
    long until = deadline(lock);
    lock.delay = terms.delayMillis();
    lock.session = terms.sessionId();
    lock.deadline = Math.max(until, now + terms.leaseMillis());
  }

  long deadline(Lock lock) {
    return lock.session.isEmpty() ? lock.deadline : sessions.get(lock.session).deadline;
  }

  private Class<? extends LockOutcome> release(Optional<Lock> lock) {
    if (lock.isEmpty()) {
      return LockOutcome.NotHeld.class;
    }
    if (--lock.get().holds == 0) {
      free(lock.get(), false);
    }
    return LockOutcome.Released.class;
  }

  private Class<? extends LockOutcome> force(String resource) {
    List<Lock> held = locks.stream().filter(lock -> wants(lock.wants, resource)).toList();
    boolean delayed = delays.removeIf(delay -> delay.resource.equals(resource));
    held.forEach(lock -> free(lock, false));
    serve();
    return held.isEmpty() && !delayed ? LockOutcome.NotHeld.class : LockOutcome.Forced.class;
  }

  private Class<? extends LockOutcome> renew(Optional<Lock> lock, long lease) {
    if (lock.isEmpty()) {
      return LockOutcome.NotHeld.class;
    }
    if (!lock.get().session.isEmpty()) {
      return LockOutcome.LivesWithSession.class;
    }
    lock.get().deadline = now + lease;
    return LockOutcome.Renewed.class;
  }

  private Class<? extends LockOutcome> withdraw(LockCommand.Withdraw withdraw) {
    Optional<Wait> wait =
        waits.stream()
            .filter(w -> w.id().equals(withdraw.lockId()) && w.caller.equals(withdraw.caller()))
            .findFirst();
    if (wait.isEmpty()) {
      return LockOutcome.NotHeld.class;
    }
    answers.remove(wait.get().ask.requestId());
    leave(List.of(wait.get()), LockOutcome.Held.class);
    return LockOutcome.Done.class;
  }

  private void end(Open open, boolean expired) {
    List<Lock> its = locks.stream().filter(lock -> lock.session.equals(open.id)).toList();
    leave(
        waits.stream().filter(wait -> wait.ask.terms().sessionId().equals(open.id)).toList(),
        LockOutcome.NoSession.class);
    its.stream()
        .sorted(Comparator.comparing(lock -> lock.id))
        .filter(lock -> lock.session.equals(open.id))
        .forEach(lock -> free(lock, expired));
    sessions.remove(open.id);
  }

  private void free(Lock lock, boolean expired) {
    List<Wait> wantMore = waits.stream().filter(wait -> own(wait) == lock).toList();
    locks.remove(lock);
    if (expired && lock.delay > 0) {
      lock.wants.forEach(
          want -> delays.add(new Delay(want.resource(), lock.holder, now + lock.delay)));
    }
    leave(wantMore, LockOutcome.NotHeld.class);
  }

  private void leave(List<Wait> leaving, Class<? extends LockOutcome> outcome) {
    waits.removeAll(leaving);
    leaving.forEach(wait -> revise(wait, outcome));
    serve();
  }

  private void revise(Wait wait, Class<? extends LockOutcome> outcome) {
    answers.computeIfPresent(
        wait.ask.requestId(),
        (id, old) -> {
          long asked = wait.deadline - wait.ask.terms().waitMillis();
          return old.revised(outcome, old.at == asked && !isOld(asked) ? asked : now);
        });
  }

  private boolean isOld(long millis) {
    return millis <= now - requestMillis;
  }

  private boolean waits(String requestId) {
    return waits.stream().anyMatch(wait -> wait.ask.requestId().equals(requestId));
  }

  private void serve() {
    for (Optional<Wait> next;
        (next = inLine().stream().filter(this::canBeServed).findFirst()).isPresent(); ) {
      Wait wait = next.get();
      Lock own = own(wait);
      waits.remove(wait);
      revise(wait, LockOutcome.Granted.class);
      if (own != null) {
        change(own, wait.ask);
        continue;
      }
      Lock lock = new Lock();
      lock.id = wait.id();
      lock.holder = wait.ask.holderId();
      lock.wants = wait.ask.wants();
      live(lock, wait.ask.terms());
      locks.add(lock);
      // those of its waits that now are for more of what it holds
      for (Wait other : List.copyOf(waits)) {
        if (own(other) == lock && stuck().contains(lock.holder)) {
          waits.remove(other);
          revise(other, LockOutcome.Deadlock.class);
        }
      }
    }
  }

  private List<Wait> inLine() {
    return Stream.concat(
            waits.stream().filter(wait -> own(wait) != null),
            waits.stream().filter(wait -> own(wait) == null))
        .toList();
  }

  private boolean canBeServed(Wait wait) {
    return wait.ask.wants().stream()
        .allMatch(
            want ->
                fits(wait, want, locks)
                    && ahead(wait).stream()
                        .flatMap(other -> other.ask.wants().stream())
                        .noneMatch(other -> conflict(other, want)));
  }

  private List<Wait> ahead(Wait wait) {
    List<Wait> line = inLine();
    return line.subList(0, line.indexOf(wait));
  }

  /** Whether there is room beside these locks. */
  private boolean fits(Wait wait, Want want, List<Lock> held) {
    long taken =
        held.stream()
            .filter(lock -> lock != own(wait))
            .flatMap(lock -> lock.wants.stream())
            .filter(other -> other.resource().equals(want.resource()))
            .mapToLong(Want::count)
            .sum();
    return taken + want.count() <= want.permits()
        && delays.stream()
            .noneMatch(
                delay ->
                    delay.resource.equals(want.resource())
                        && !delay.holder.equals(wait.ask.holderId()));
  }

  private static boolean conflict(Want one, Want other) {
    return one.resource().equals(other.resource())
        && !(one.mode() == LockMode.SHARED && other.mode() == LockMode.SHARED);
  }

  /** The holders that would never get what they wait for if all others gave theirs back. */
  Set<String> stuck() {
    Set<String> stuck = new TreeSet<>();
    locks.forEach(lock -> stuck.add(lock.holder));
    waits.forEach(wait -> stuck.add(wait.ask.holderId()));
    while (stuck.removeIf(holder -> ends(holder, stuck))) {
      // again, until nobody else ends
    }
    return stuck;
  }

  private boolean ends(String holder, Set<String> stuck) {
    return waits.stream()
        .filter(wait -> wait.ask.holderId().equals(holder))
        .allMatch(wait -> wait.ask.wants().stream().allMatch(want -> ends(wait, want, stuck)));
  }

  private boolean ends(Wait wait, Want want, Set<String> stuck) {
    String holder = wait.ask.holderId();
    boolean meddles =
        Stream.concat(
                locks.stream().filter(l -> l.holder.equals(holder)).map(l -> l.wants),
                waits.stream().filter(w -> w.ask.holderId().equals(holder)).map(w -> w.ask.wants()))
            .anyMatch(
                wants ->
                    wants(wants, want.resource()) && !Want.sameResources(wants, wait.ask.wants()));
    long kept =
        locks.stream()
            .filter(lock -> stuck.contains(lock.holder) && !lock.holder.equals(holder))
            .flatMap(lock -> lock.wants.stream())
            .filter(other -> other.resource().equals(want.resource()))
            .mapToLong(Want::count)
            .sum();
    return !meddles
        && kept + want.count() <= want.permits()
        && ahead(wait).stream()
            .filter(other -> stuck.contains(other.ask.holderId()))
            .filter(other -> !other.ask.holderId().equals(holder))
            .flatMap(other -> other.ask.wants().stream())
            .noneMatch(other -> conflict(other, want));
  }

  /** The lock that a waiter wants more of; null when there is none. */
  private Lock own(Wait wait) {
    return locks.stream()
        .filter(lock -> lock.holder.equals(wait.ask.holderId()))
        .filter(lock -> Want.sameResources(lock.wants, wait.ask.wants()))
        .findFirst()
        .orElse(null);
  }

  private static boolean takesMore(Lock lock, List<Want> wants) {
    return wants.stream()
        .anyMatch(want -> want.count() > Want.on(want.resource(), lock.wants).count());
  }

  private Optional<Lock> byId(String id) {
    return locks.stream().filter(lock -> Objects.equals(lock.id, id)).findFirst();
  }

  private Optional<Lock> holding(String resource, String holder) {
    return locks.stream()
        .filter(lock -> lock.holder.equals(holder) && wants(lock.wants, resource))
        .findFirst();
  }

  private static boolean overlap(List<Want> some, List<Want> others) {
    return some.stream().anyMatch(want -> wants(others, want.resource()));
  }

  private static boolean wants(List<Want> wants, String resource) {
    return wants.stream().anyMatch(want -> want.resource().equals(resource));
  }
}
