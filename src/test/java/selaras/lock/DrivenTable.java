package selaras.lock;

import java.util.ArrayList;
import java.util.List;

/** A lock table with short words for what tests do to it; a lease is 1000 ms unless said. */
final class DrivenTable {
  final List<LockEvent> events = new ArrayList<>();
  final LockTable table = new LockTable(events::add);

  LockOutcome ask(String lockId, String holder, Terms terms, Want... wants) {
    return apply(new LockCommand.Acquire("", lockId, holder, List.of(wants), terms));
  }

  /** Asks without waiting. */
  LockOutcome take(String lockId, String holder, Want... wants) {
    return ask(lockId, holder, Terms.of(1_000, 0), wants);
  }

  /** Asks and waits, up to ten seconds. */
  LockOutcome await(String lockId, String holder, Want... wants) {
    return ask(lockId, holder, Terms.of(1_000, 10_000), wants);
  }

  LockOutcome release(String lockId) {
    return apply(new LockCommand.Release("", lockId));
  }

  LockOutcome apply(LockCommand command) {
    return table.apply(command);
  }

  List<String> holders(String resource) {
    return table.views().resource(resource).orElse(ResourceView.free(resource)).holders().stream()
        .map(Holder::holderId)
        .toList();
  }

  List<String> waiting(String resource) {
    return table.views().resource(resource).orElse(ResourceView.free(resource)).waiters().stream()
        .map(ResourceView.Waiting::holderId)
        .toList();
  }

  /** What the wait for a lock ended with; null while it has not. */
  LockOutcome endOf(String lockId) {
    for (LockEvent event : events) {
      if (event instanceof LockEvent.Granted granted && granted.waiterId().equals(lockId)) {
        return granted.grant();
      }
      if (event instanceof LockEvent.WaitEnded ended && ended.lockId().equals(lockId)) {
        return ended.outcome();
      }
    }
    return null;
  }
}
