package selaras.lock;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The rules of the lock table in their plainest form: two lists, and after each change a scan of
 * all waiters in the order of their arrival until nobody can be served any more.
 */
final class NaiveLocks {
  record Lock(String id, String holder, List<Want> wants, long deadline) {}

  record Wait(String id, String holder, List<Want> wants, long lease, long deadline) {}

  final List<Lock> locks = new ArrayList<>();
  final List<Wait> waits = new ArrayList<>();
  long now;

  void advance(long millis) {
    now = Math.max(now, millis);
    while (true) {
      record Due(long at, String id) {}
      Optional<Due> due =
          java.util.stream.Stream.concat(
                  locks.stream().map(lock -> new Due(lock.deadline, lock.id)),
                  waits.stream().map(wait -> new Due(wait.deadline, wait.id)))
              .filter(candidate -> candidate.at <= now)
              .min(Comparator.comparingLong(Due::at).thenComparing(Due::id));
      if (due.isEmpty()) {
        return;
      }
      locks.removeIf(lock -> lock.id.equals(due.get().id));
      waits.removeIf(wait -> wait.id.equals(due.get().id));
      serve();
    }
  }

  /** The kind of outcome that the table has to give. */
  Class<? extends LockOutcome> apply(LockCommand command) {
    return switch (command) {
      case LockCommand.Acquire acquire -> acquire(acquire);
      case LockCommand.Release release -> release(byId(release.lockId()));
      case LockCommand.ReleaseHeld release ->
          release(holding(release.resource(), release.holderId()));
      case LockCommand.Renew renew -> {
        Optional<Lock> lock = byId(renew.lockId());
        lock.ifPresent(found -> replace(found, found.wants, now + renew.leaseMillis()));
        yield lock.isPresent() ? LockOutcome.Renewed.class : LockOutcome.NotHeld.class;
      }
      case LockCommand.Withdraw withdraw -> {
        boolean left = waits.removeIf(wait -> wait.id.equals(withdraw.lockId()));
        serve();
        yield left ? LockOutcome.Done.class : LockOutcome.NotHeld.class;
      }
      case LockCommand.Tick tick -> LockOutcome.Done.class;
      case LockCommand.Configure configure -> LockOutcome.Done.class;
    };
  }

  private Class<? extends LockOutcome> acquire(LockCommand.Acquire acquire) {
    Want first = acquire.wants().get(0);
    Optional<Lock> own = holding(first.resource(), acquire.holderId());
    if (acquire.wants().size() == 1 && own.isPresent() && own.get().wants.size() == 1) {
      boolean alone =
          locks.stream().filter(lock -> wants(lock.wants, first.resource())).count() == 1;
      if (first.mode() == LockMode.EXCLUSIVE && !alone) {
        return LockOutcome.Held.class;
      }
      long deadline = Math.max(own.get().deadline, now + acquire.leaseMillis());
      replace(own.get(), acquire.wants(), deadline);
      serve();
      return LockOutcome.Granted.class;
    }
    Wait wait =
        new Wait(
            acquire.lockId(),
            acquire.holderId(),
            acquire.wants(),
            acquire.leaseMillis(),
            now + acquire.waitMillis());
    waits.add(wait);
    if (canBeServed(wait)) {
      serve();
      return LockOutcome.Granted.class;
    }
    if (acquire.waitMillis() == 0) {
      waits.remove(wait);
      return LockOutcome.Held.class;
    }
    return LockOutcome.Queued.class;
  }

  private Class<? extends LockOutcome> release(Optional<Lock> lock) {
    lock.ifPresent(locks::remove);
    serve();
    return lock.isPresent() ? LockOutcome.Released.class : LockOutcome.NotHeld.class;
  }

  private void serve() {
    for (Optional<Wait> next;
        (next = waits.stream().filter(this::canBeServed).findFirst()).isPresent(); ) {
      Wait wait = next.get();
      waits.remove(wait);
      locks.add(new Lock(wait.id, wait.holder, wait.wants, now + wait.lease));
    }
  }

  private boolean canBeServed(Wait wait) {
    return locks.stream().noneMatch(lock -> conflict(lock.holder, lock.wants, wait))
        && waits.subList(0, waits.indexOf(wait)).stream()
            .noneMatch(ahead -> conflict(ahead.holder, ahead.wants, wait));
  }

  private static boolean conflict(String holder, List<Want> wants, Wait wait) {
    for (Want one : wants) {
      for (Want other : wait.wants) {
        boolean exclusive = one.mode() == LockMode.EXCLUSIVE || other.mode() == LockMode.EXCLUSIVE;
        if (one.resource().equals(other.resource()) && (exclusive || holder.equals(wait.holder))) {
          return true;
        }
      }
    }
    return false;
  }

  private void replace(Lock lock, List<Want> wants, long deadline) {
    locks.set(locks.indexOf(lock), new Lock(lock.id, lock.holder, wants, deadline));
  }

  private Optional<Lock> byId(String id) {
    return locks.stream().filter(lock -> lock.id.equals(id)).findFirst();
  }

  private Optional<Lock> holding(String resource, String holder) {
    return locks.stream()
        .filter(lock -> lock.holder.equals(holder) && wants(lock.wants, resource))
        .findFirst();
  }

  private static boolean wants(List<Want> wants, String resource) {
    return wants.stream().anyMatch(want -> want.resource().equals(resource));
  }
}
