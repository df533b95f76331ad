package selaras.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One shared or exclusive lock with leases, as a client may rely on it: the sequential
 * specification.
 *
 * <ul>
 *   <li>One exclusive holder, or any number of shared ones.
 *   <li>A lease counts from the moment the grant or the renewal took effect, which is after it was
 *       asked for and before it was answered; it never ends early. From then on it may end at any
 *       time, without a bound: how late it is belongs to another test.
 *   <li>What has ended stays ended: no renewal brings it back, and it is released once.
 *   <li>Fencing tokens strictly rise, those of readers too.
 *   <li>A refusal has a reason: a holder in its way or, where clients wait, perhaps a waiter.
 * </ul>
 *
 * <p>An operation of unknown outcome takes effect when it helps to explain something, or never. A
 * release or renewal may have made a lease end sooner. An acquire may have been granted to nobody's
 * knowledge, which only a refusal can tell of; it is taken to have been granted as early as nobody
 * else was in its way. Its token is not looked at.
 *
 * <p>Immutable.
 */
final class LockModel implements Model<LockState> {
  private final List<Operation> unknown;
  private final UnseenGrants unseen;
  private final boolean queues;

  /**
   * @param all operations on the lock
   */
  LockModel(List<Operation> all) {
    unknown = all.stream().filter(operation -> !operation.isKnown()).toList();
    unseen = new UnseenGrants(unknown);
    queues =
        all.stream()
            .anyMatch(
                operation -> operation.call() instanceof Call.Acquire acquire && acquire.waits());
  }

  @Override
  public LockState initial() {
    return LockState.FREE;
  }

  @Override
  public List<LockState> after(LockState before, Operation operation) {
    LockState state = before.notBefore(operation.invoked());
    List<LockState> after =
        switch (operation.call()) {
          case Call.Acquire acquire -> acquired(state, acquire, operation);
          case Call.Renew renew -> renewed(state, renew, operation.reply());
          case Call.Release release -> released(state, release, operation.reply());
          case Call.Check check -> checked(state, check, operation.reply());
          case Call.Read read -> List.of();
          case Call.Write write -> List.of();
        };
    return after.stream().map(unseen::canonical).toList();
  }

  private List<LockState> acquired(LockState state, Call.Acquire acquire, Operation operation) {
    if (operation.reply() instanceof Reply.Granted granted) {
      return granted.token() > state.lastToken()
          ? List.of(cleared(state, acquire.mode()).granted(granted.token(), acquire))
          : List.of();
    }
    return operation.reply() instanceof Reply.Refused
        ? refused(state, acquire.mode(), operation.completed())
        : List.of();
  }

  private List<LockState> renewed(LockState state, Call.Renew renew, Reply reply) {
    Optional<Holder> holder = state.holder(renew.token());
    if (reply instanceof Reply.Renewed) {
      return holder.map(held -> state.renewed(held, renew.leaseNanos())).stream().toList();
    }
    return reply instanceof Reply.NotHeld ? List.of(gone(state, holder)) : List.of();
  }

  private List<LockState> released(LockState state, Call.Release release, Reply reply) {
    Optional<Holder> holder = state.holder(release.token());
    if (reply instanceof Reply.Released) {
      return holder.map(held -> state.without(held).heldUntil(held.mode(), state.now())).stream()
          .toList();
    }
    return reply instanceof Reply.NotHeld ? List.of(gone(state, holder)) : List.of();
  }

  private List<LockState> checked(LockState state, Call.Check check, Reply reply) {
    Optional<Holder> holder = state.holder(check.token());
    if (reply instanceof Reply.Current) {
      return holder.map(held -> state.heldUntil(held.mode(), state.now())).stream().toList();
    }
    return reply instanceof Reply.NotCurrent ? List.of(gone(state, holder)) : List.of();
  }

  private List<LockState> refused(LockState state, Mode wanted, long answered) {
    List<LockState> reasons = new ArrayList<>();
    if (queues) {
      reasons.add(state);
    }
    state.holders().stream()
        .filter(holder -> holder.mode().excludes(wanted))
        .findFirst()
        .ifPresent(holder -> reasons.add(state.heldUntil(holder.mode(), state.now())));
    for (Mode mode : Mode.values()) {
      if (mode.excludes(wanted)) {
        unseen.granted(cleared(state, mode), mode, answered).stream()
            .map(held -> held.heldUntil(mode, held.now()))
            .forEach(reasons::add);
      }
    }
    return reasons;
  }

  /** All who are in the way have come to the end of their leases. */
  private LockState cleared(LockState state, Mode wanted) {
    LockState cleared = state;
    for (Holder holder : state.holders()) {
      if (holder.mode().excludes(wanted)) {
        cleared = gone(cleared, Optional.of(holder));
      }
    }
    return cleared;
  }

  private LockState gone(LockState state, Optional<Holder> holder) {
    if (holder.isEmpty()) {
      return state;
    }
    Holder held = holder.get();
    long end = endOf(held);
    return state.without(held).heldUntil(held.mode(), end).notBefore(end);
  }

  /** The earliest end of what somebody holds, given what may have been done to it unseen. */
  private long endOf(Holder holder) {
    long end = holder.leaseEnd();
    for (Operation operation : unknown) {
      end = Math.min(end, endBy(operation, holder));
    }
    return end;
  }

  private static long endBy(Operation operation, Holder holder) {
    if (operation.call() instanceof Call.Release release && release.token() == holder.key()) {
      return operation.invoked();
    }
    if (operation.call() instanceof Call.Renew renew && renew.token() == holder.key()) {
      return Math.max(operation.invoked(), holder.leasedAt()) + renew.leaseNanos();
    }
    return holder.leaseEnd();
  }
}
