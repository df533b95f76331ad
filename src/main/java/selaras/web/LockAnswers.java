package selaras.web;

import jakarta.json.JsonArray;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import selaras.access.Owner;
import selaras.lock.Holder;
import selaras.lock.LockMode;
import selaras.lock.LockOutcome;
import selaras.lock.Want;

/** What the lock table says, as the client sees it. */
final class LockAnswers {
  private LockAnswers() {}

  /**
   * The answer to a call that takes a lock.
   *
   * @param list whether the call has a list of resources, be it of one
   */
  static Response taken(LockOutcome outcome, List<Want> wants, boolean list) {
    return switch (outcome) {
      case LockOutcome.Held held -> locked(held, wants);
      case LockOutcome.Granted granted ->
          Response.ok(list ? new GrantedAll(granted) : new Granted(granted)).build();
      default -> of(outcome);
    };
  }

  static Response of(LockOutcome outcome) {
    return switch (outcome) {
      case LockOutcome.Renewed renewed -> Response.ok(new Renewed(renewed)).build();
      case LockOutcome.Released released -> Response.ok(new Released(released)).build();
      case LockOutcome.Forced forced -> Response.ok(new Forced(forced)).build();
      case LockOutcome.SessionAlive alive -> Response.ok(new OpenSession(alive)).build();
      case LockOutcome.SessionClosed closed -> Response.ok(new ClosedSession(closed)).build();
      case LockOutcome.Deadlock deadlock -> deadlock(deadlock);
      case LockOutcome.PermitsDiffer differ ->
          Problem.of(409, "permits differ", "in use with " + differ.permits() + " permits")
              .with("resource_id", differ.resource())
              .with("permits", differ.permits())
              .toResponse();
      case LockOutcome.NotHeld notHeld ->
          Problem.of(409, "not held", "no such lock, or not any more").toResponse();
      case LockOutcome.LivesWithSession lives ->
          Problem.of(409, "lives with its session", "a heartbeat of the session renews the lock")
              .with("session_id", lives.sessionId())
              .toResponse();
      case LockOutcome.NoSession none -> noSession(none.sessionId());
      case LockOutcome.SessionOfAnother of ->
          Problem.of(409, "session of another holder", "holder_id is not that of the session")
              .with("session_id", of.sessionId())
              .toResponse();
      case LockOutcome.OverLimit over ->
          Problem.of(429, "too many " + over.what(), "at most " + over.limit() + " " + over.what())
              .retryAfter(1)
              .toResponse();
      case LockOutcome.Reused reused ->
          Problem.of(409, "request id reused", "this request_id named another request before")
              .with("member", "request_id")
              .toResponse();
      case LockOutcome.Granted granted -> throw unexpected(granted);
      case LockOutcome.Held held -> throw unexpected(held);
      case LockOutcome.Queued queued -> throw unexpected(queued);
      case LockOutcome.Done done -> throw unexpected(done);
    };
  }

  static Response noSession(String sessionId) {
    return Problem.of(404, "no such session", "no such session, or not any more")
        .with("session_id", sessionId)
        .toResponse();
  }

  private static IllegalStateException unexpected(LockOutcome outcome) {
    return new IllegalStateException("not an answer for a client: " + outcome);
  }

  private static Response locked(LockOutcome.Held held, List<Want> wants) {
    String names = wants.stream().map(Want::resource).collect(Collectors.joining(", "));
    Problem problem =
        Problem.of(409, "locked by another holder", names + ": held or waited for by others")
            .with("holders", holders(held.holders()));
    if (wants.size() == 1) {
      problem.with("resource_id", names);
    }
    if (held.delayMillis() > 0) {
      problem.with("delayed_for_ms", held.delayMillis());
    }
    return problem.toResponse();
  }

  private static Response deadlock(LockOutcome.Deadlock deadlock) {
    var cycle = Problem.JSON.createArrayBuilder();
    for (LockOutcome.Link link : deadlock.cycle()) {
      cycle.add(
          holder(Problem.JSON.createObjectBuilder(), link.holderId())
              .add("waits_for", link.resource()));
    }
    return Problem.of(409, "deadlock", "to wait would close a cycle of holders")
        .with("cycle", cycle.build())
        .toResponse();
  }

  private static JsonArray holders(List<Holder> holders) {
    var array = Problem.JSON.createArrayBuilder();
    for (Holder holder : holders) {
      array.add(
          holder(
                  Problem.JSON.createObjectBuilder().add("resource_id", holder.resource()),
                  holder.holderId())
              .add("lock_type", word(holder.mode()))
              .add("fencing_token", holder.fencingToken())
              .add("expires_in_ms", holder.remainingMillis()));
    }
    return array.build();
  }

  /** Adds who it is, with the principal where callers have names. */
  private static JsonObjectBuilder holder(JsonObjectBuilder members, String holderId) {
    members.add("holder_id", Owner.wordOf(holderId));
    String principal = Owner.principalOf(holderId);
    return principal == null ? members : members.add("principal", principal);
  }

  static String word(LockMode mode) {
    return switch (mode) {
      case SHARED, EXCLUSIVE -> mode.name().toLowerCase(Locale.ROOT);
      case PERMITS -> "semaphore";
    };
  }

  /** How many permits; null for locks, which have none. */
  static Integer permits(LockMode mode, int number) {
    return mode == LockMode.PERMITS ? number : null;
  }

  /** How often a lock has to be given back; null where once is enough. */
  private static Integer holds(int number) {
    return number > 1 ? number : null;
  }

  /** The answer to a lock call that was granted. */
  public record Granted(
      boolean success,
      String lockId,
      String lockType,
      String resourceId,
      String holderId,
      long fencingToken,
      long expiresInMs,
      Integer count,
      Integer permits,
      Integer holds) {
    private Granted(LockOutcome.Granted granted) {
      this(granted, granted.wants().get(0));
    }

    private Granted(LockOutcome.Granted granted, Want want) {
      this(
          true,
          granted.lockId(),
          word(want.mode()),
          want.resource(),
          Owner.wordOf(granted.holderId()),
          granted.fencingToken(),
          granted.leaseMillis(),
          LockAnswers.permits(want.mode(), want.count()),
          LockAnswers.permits(want.mode(), want.permits()),
          LockAnswers.holds(granted.holds()));
    }
  }

  /** The answer to a call for several resources that was granted. */
  public record GrantedAll(
      boolean success,
      String lockId,
      List<Part> resources,
      String holderId,
      long fencingToken,
      long expiresInMs,
      Integer holds) {
    private GrantedAll(LockOutcome.Granted granted) {
      this(
          true,
          granted.lockId(),
          granted.wants().stream().map(Part::new).toList(),
          Owner.wordOf(granted.holderId()),
          granted.fencingToken(),
          granted.leaseMillis(),
          LockAnswers.holds(granted.holds()));
    }
  }

  /** One of the resources of a lock. */
  public record Part(String resourceId, String lockType) {
    Part(Want want) {
      this(want.resource(), word(want.mode()));
    }
  }

  /** The answer to a renewal. */
  public record Renewed(boolean success, String lockId, long fencingToken, long expiresInMs) {
    private Renewed(LockOutcome.Renewed renewed) {
      this(true, renewed.lockId(), renewed.fencingToken(), renewed.leaseMillis());
    }
  }

  /** The answer to an unlock call; with the number of holds that are left of a reentrant lock. */
  public record Released(boolean success, String lockId, Integer holdsLeft) {
    private Released(LockOutcome.Released released) {
      this(true, released.lockId(), released.holds() > 0 ? released.holds() : null);
    }
  }

  /** The answer to a forced release: who had it. */
  public record Forced(boolean success, List<LockViewAnswers.ShownHolder> released) {
    private Forced(LockOutcome.Forced forced) {
      this(true, forced.holders().stream().map(LockViewAnswers.ShownHolder::new).toList());
    }
  }

  /** The answer to the beginning of a session, and to each heartbeat. */
  public record OpenSession(boolean success, String sessionId, String holderId, long expiresInMs) {
    private OpenSession(LockOutcome.SessionAlive alive) {
      this(true, alive.sessionId(), Owner.wordOf(alive.holderId()), alive.leaseMillis());
    }
  }

  /** The answer to the end of a session. */
  public record ClosedSession(boolean success, String sessionId, int released) {
    private ClosedSession(LockOutcome.SessionClosed closed) {
      this(true, closed.sessionId(), closed.locks());
    }
  }
}
