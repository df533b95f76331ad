package selaras.web;

import java.time.Duration;
import java.util.List;
import selaras.access.Owner;
import selaras.lock.EventId;
import selaras.lock.EventLog;
import selaras.lock.LockEvent;
import selaras.lock.LockOutcome;
import selaras.lock.Want;

/**
 * What happened to a lock, as the client sees it. Shows no lock id: whoever has one can give the
 * lock back.
 */
final class LockEventAnswers {
  private LockEventAnswers() {}

  /**
   * An event as a record.
   *
   * @param want what made it interesting
   * @param grace which the log adds to each lease, and callers are not told of
   */
  static Happened of(EventLog.Entry entry, Want want, Duration grace) {
    LockEvent event = entry.event();
    return new Happened(
        entry.id().index(),
        name(event),
        want.resource(),
        LockAnswers.word(want.mode()),
        Owner.wordOf(event.holderId()),
        Owner.principalOf(event.holderId()),
        token(event),
        expiry(event, grace),
        cause(event),
        event.wants().size() == 1
            ? null
            : event.wants().stream().map(LockAnswers.Part::new).toList());
  }

  static String name(LockEvent event) {
    return switch (event) {
      case LockEvent.Queued queued -> "queued";
      case LockEvent.Granted granted -> "granted";
      case LockEvent.WaitEnded ended -> "left";
      case LockEvent.Freed freed ->
          switch (freed.cause()) {
            case RELEASED, SESSION_CLOSED -> "released";
            case EXPIRED, SESSION_EXPIRED -> "expired";
            case FORCED -> "lost";
          };
    };
  }

  private static Long token(LockEvent event) {
    return switch (event) {
      case LockEvent.Granted granted -> granted.grant().fencingToken();
      case LockEvent.Freed freed -> freed.fencingToken();
      case LockEvent.Queued queued -> null;
      case LockEvent.WaitEnded ended -> null;
    };
  }

  private static Long expiry(LockEvent event, Duration grace) {
    return event instanceof LockEvent.Granted granted
        ? Math.max(0, granted.grant().leaseMillis() - grace.toMillis())
        : null;
  }

  private static String cause(LockEvent event) {
    return switch (event) {
      case LockEvent.Queued queued -> null;
      case LockEvent.Granted granted -> null;
      case LockEvent.WaitEnded ended -> cause(ended.outcome());
      case LockEvent.Freed freed ->
          switch (freed.cause()) {
            case RELEASED, EXPIRED -> null;
            case SESSION_CLOSED -> "session_closed";
            case SESSION_EXPIRED -> "session_expired";
            case FORCED -> "forced";
          };
    };
  }

  /** Why somebody left the queue; null where the outcome has no more to say. */
  private static String cause(LockOutcome outcome) {
    return switch (outcome) {
      case LockOutcome.Held held -> "gave_up";
      case LockOutcome.Deadlock deadlock -> "deadlock";
      case LockOutcome.NoSession none -> "session_ended";
      case LockOutcome.NotHeld notHeld -> "not_held";
      default -> null;
    };
  }

  /**
   * One event.
   *
   * @param index of the log entry
   * @param principal null where callers have no names
   * @param fencingToken null while nothing is held
   * @param expiresInMs null but for grants, from which it counts
   * @param cause null where the event says it all
   * @param resources null but for a lock of several
   */
  public record Happened(
      long index,
      String event,
      String resourceId,
      String lockType,
      String holderId,
      String principal,
      Long fencingToken,
      Long expiresInMs,
      String cause,
      List<LockAnswers.Part> resources) {}

  /** Some events are gone; whoever needs them has to list the locks. */
  public record Missed(long index, String event) {
    Missed(EventId id) {
      this(id.index(), "missed");
    }
  }
}
