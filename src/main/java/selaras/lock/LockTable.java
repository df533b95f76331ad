package selaras.lock;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The locks of the cluster: who holds what until when, and who waits for it.
 *
 * <p>Invariants: a resource has one exclusive holder or any number of shared ones; fencing tokens
 * strictly rise; a resource that nobody holds or waits for takes no memory; nobody waits who could
 * be served.
 *
 * <p>Deterministic: equal calls in equal order give equal answers, events and snapshots. Time is
 * the log time handed to {@link #advance}; nothing iterates over a hash table that does not keep
 * insertion order. Not thread-safe. Refusals are values; an exception means a broken invariant.
 */
public final class LockTable {
  /** An answer names at most so many holders; a resource can have any number of readers. */
  static final int MOST_HOLDERS = 100;

  final TreeMap<String, Resource> resources = new TreeMap<>();
  final Map<String, HeldLock> locks = new HashMap<>();
  final Map<String, Waiter> waiters = new HashMap<>();
  final Deadlines deadlines = new Deadlines();
  final RequestMemory requests = new RequestMemory();
  LockLimits limits = LockLimits.DEFAULT;
  long lastToken;
  long lastArrival;
  long now;

  private final Consumer<LockEvent> events;

  /**
   * @param events told of what happens besides the answers, in order, during the calls
   */
  public LockTable(Consumer<LockEvent> events) {
    this.events = events;
  }

  /**
   * Moves the log time on: what is due by then expires, in the order of the deadlines.
   *
   * @param millis log time; a value before the present one changes nothing
   */
  public void advance(long millis) {
    now = Math.max(now, millis);
    for (String due; (due = deadlines.pollDue(now)) != null; ) {
      HeldLock lock = locks.get(due);
      if (lock != null) {
        free(lock, true);
      } else {
        endWait(waiters.get(due));
      }
    }
    requests.forgetUpTo(now - limits.requestMillis());
  }

  /** Applies one command at the present log time. */
  public LockOutcome apply(LockCommand command) {
    RequestMemory.Answered before = requests.find(command.requestId());
    if (before != null) {
      return before.fingerprint() == LockCodec.fingerprint(command)
          ? before.outcome()
          : new LockOutcome.Reused();
    }
    boolean remembered = !command.requestId().isEmpty();
    if (remembered && requests.isFull(limits.requests())) {
      return new LockOutcome.OverLimit("remembered requests", limits.requests());
    }
    LockOutcome outcome = decide(command);
    if (remembered) {
      requests.put(
          command.requestId(),
          new RequestMemory.Answered(now, LockCodec.fingerprint(command), outcome));
    }
    return outcome;
  }

  private LockOutcome decide(LockCommand command) {
    return switch (command) {
      case LockCommand.Acquire acquire -> acquire(acquire);
      case LockCommand.Release release -> release(locks.get(release.lockId()));
      case LockCommand.ReleaseHeld release ->
          release(held(release.resource(), release.holderId()).orElse(null));
      case LockCommand.Renew renew -> renew(renew);
      case LockCommand.Withdraw withdraw -> withdraw(withdraw);
      case LockCommand.Tick tick -> new LockOutcome.Done();
      case LockCommand.Configure configure -> {
        limits = configure.limits();
        yield new LockOutcome.Done();
      }
    };
  }

  private LockOutcome acquire(LockCommand.Acquire acquire) {
    if (acquire.wants().size() == 1) {
      Want want = acquire.wants().get(0);
      Optional<HeldLock> own = held(want.resource(), acquire.holderId());
      if (own.isPresent() && own.get().wants.size() == 1) {
        return acquireAgain(own.get(), want, acquire.leaseMillis());
      }
    }
    if (acquire.wants().stream().allMatch(want -> isOpen(want, acquire.holderId()))) {
      if (locks.size() >= limits.locks()) {
        return new LockOutcome.OverLimit("locks", limits.locks());
      }
      return grant(acquire.lockId(), acquire.holderId(), acquire.wants(), acquire.leaseMillis());
    }
    return acquire.waitMillis() == 0 ? held(acquire.wants()) : enqueue(acquire);
  }

  /** Whether a newcomer can have it at once. */
  private boolean isOpen(Want want, String holderId) {
    Resource resource = resources.get(want.resource());
    return resource == null
        || (resource.admits(want.mode(), holderId) && resource.lineIsOpenTo(want.mode(), holderId));
  }

  /** The holder asks for what it holds: the lease is extended, the mode changed if it can be. */
  private LockOutcome acquireAgain(HeldLock lock, Want want, long leaseMillis) {
    Resource resource = resources.get(want.resource());
    LockMode mode = lock.modeOf(want.resource());
    boolean upgrade = mode == LockMode.SHARED && want.mode() == LockMode.EXCLUSIVE;
    if (upgrade && resource.holders.size() > 1) {
      return held(List.of(want));
    }
    if (upgrade) {
      // others may have used greater tokens while this one was a reader
      lock.token = ++lastToken;
    }
    lock.wants = List.of(want);
    if (now + leaseMillis > lock.deadline) {
      extend(lock, leaseMillis);
    }
    if (mode != want.mode()) {
      serve(List.of(want.resource()));
    }
    return lock.granted();
  }

  private LockOutcome.Granted grant(
      String lockId, String holderId, List<Want> wants, long leaseMillis) {
    long deadline = now + leaseMillis;
    HeldLock lock = new HeldLock(lockId, holderId, wants, ++lastToken, leaseMillis, deadline);
    insert(lock);
    return lock.granted();
  }

  void insert(HeldLock lock) {
    locks.put(lock.lockId, lock);
    deadlines.add(lock.deadline, lock.lockId);
    for (Want want : lock.wants) {
      resource(want.resource()).holders.put(lock.holderId, lock);
    }
  }

  private LockOutcome enqueue(LockCommand.Acquire acquire) {
    for (Want want : acquire.wants()) {
      if (resource(want.resource()).waiters.size() >= limits.waitersPerResource()) {
        acquire.wants().forEach(wanted -> dropIfFree(wanted.resource()));
        return new LockOutcome.OverLimit("waiters", limits.waitersPerResource());
      }
    }
    insert(
        new Waiter(
            ++lastArrival,
            acquire.requestId(),
            acquire.lockId(),
            acquire.holderId(),
            acquire.wants(),
            acquire.leaseMillis(),
            now + acquire.waitMillis()));
    return new LockOutcome.Queued(acquire.lockId());
  }

  void insert(Waiter waiter) {
    waiters.put(waiter.lockId(), waiter);
    deadlines.add(waiter.deadline(), waiter.lockId());
    waiter.wants().forEach(want -> resource(want.resource()).add(waiter));
  }

  private LockOutcome release(HeldLock lock) {
    if (lock == null) {
      return new LockOutcome.NotHeld();
    }
    deadlines.remove(lock.deadline, lock.lockId);
    free(lock, false);
    return new LockOutcome.Released(lock.lockId);
  }

  private LockOutcome renew(LockCommand.Renew renew) {
    HeldLock lock = locks.get(renew.lockId());
    if (lock == null) {
      return new LockOutcome.NotHeld();
    }
    extend(lock, renew.leaseMillis());
    return new LockOutcome.Renewed(lock.lockId, lock.token, lock.leaseMillis);
  }

  private void extend(HeldLock lock, long leaseMillis) {
    deadlines.remove(lock.deadline, lock.lockId);
    lock.leaseMillis = leaseMillis;
    lock.deadline = now + leaseMillis;
    deadlines.add(lock.deadline, lock.lockId);
  }

  private LockOutcome withdraw(LockCommand.Withdraw withdraw) {
    Waiter waiter = waiters.get(withdraw.lockId());
    if (waiter == null) {
      return new LockOutcome.NotHeld();
    }
    deadlines.remove(waiter.deadline(), waiter.lockId());
    endWait(waiter);
    return new LockOutcome.Done();
  }

  private void endWait(Waiter waiter) {
    leaveQueues(waiter);
    LockOutcome.Held held = held(waiter.wants());
    requests.revise(waiter.requestId(), held);
    events.accept(new LockEvent.WaitEnded(waiter.lockId(), held));
    // those behind may have waited for this one alone
    serve(waiter.wants().stream().map(Want::resource).toList());
  }

  private void leaveQueues(Waiter waiter) {
    waiters.remove(waiter.lockId());
    for (Want want : waiter.wants()) {
      resource(want.resource()).remove(waiter);
    }
  }

  private void free(HeldLock lock, boolean expired) {
    locks.remove(lock.lockId);
    List<String> names = lock.wants.stream().map(Want::resource).toList();
    names.forEach(name -> resources.get(name).holders.remove(lock.holderId));
    events.accept(new LockEvent.Freed(lock.lockId, lock.holderId, expired));
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
      Resource resource = resources.get(name);
      if (resource == null) {
        continue;
      }
      for (Waiter waiter : resource.front()) {
        if (waiter.wants().stream().allMatch(want -> canServe(waiter, want))) {
          serve(waiter);
          waiter.wants().stream()
              .map(Want::resource)
              .filter(other -> !other.equals(name))
              .forEach(touched::add);
        }
      }
      dropIfFree(name);
    }
  }

  private boolean canServe(Waiter waiter, Want want) {
    Resource resource = resources.get(want.resource());
    return resource.admits(want.mode(), waiter.holderId()) && resource.isAtFront(waiter);
  }

  private void serve(Waiter waiter) {
    deadlines.remove(waiter.deadline(), waiter.lockId());
    leaveQueues(waiter);
    LockOutcome.Granted granted =
        grant(waiter.lockId(), waiter.holderId(), waiter.wants(), waiter.leaseMillis());
    requests.revise(waiter.requestId(), granted);
    events.accept(new LockEvent.Granted(granted));
  }

  private Optional<HeldLock> held(String resource, String holderId) {
    return Optional.ofNullable(resources.get(resource)).map(r -> r.holders.get(holderId));
  }

  /** Those who hold any of the wanted resources. */
  private LockOutcome.Held held(List<Want> wants) {
    List<Holder> holders = new ArrayList<>();
    for (Want want : wants) {
      Resource resource = resources.get(want.resource());
      if (resource != null) {
        holders.addAll(holdersOf(resource));
      }
    }
    return new LockOutcome.Held(holders.subList(0, Math.min(holders.size(), MOST_HOLDERS)));
  }

  private List<Holder> holdersOf(Resource resource) {
    return resource.holders.values().stream()
        .limit(MOST_HOLDERS)
        .map(
            lock ->
                new Holder(
                    lock.holderId,
                    lock.lockId,
                    lock.modeOf(resource.name),
                    lock.token,
                    lock.deadline - now))
        .toList();
  }

  private Resource resource(String name) {
    return resources.computeIfAbsent(name, Resource::new);
  }

  private void dropIfFree(String name) {
    Resource resource = resources.get(name);
    if (resource != null && resource.isFree()) {
      resources.remove(name);
    }
  }

  /** When the next lease or wait ends; empty while there is none. */
  public OptionalLong nextDeadline() {
    return deadlines.next();
  }

  /** The log time. */
  public long now() {
    return now;
  }

  public LockLimits limits() {
    return limits;
  }

  /** How a resource stands; empty when nobody holds it or waits for it. */
  public Optional<ResourceView> view(String name) {
    return Optional.ofNullable(resources.get(name)).map(this::view);
  }

  private ResourceView view(Resource resource) {
    return new ResourceView(
        resource.name,
        holdersOf(resource),
        resource.waiters.values().stream()
            .limit(MOST_HOLDERS)
            .map(
                waiter ->
                    new ResourceView.Waiting(
                        waiter.holderId(), waiter.modeOf(resource.name), waiter.deadline() - now))
            .toList());
  }
}
