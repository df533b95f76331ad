package selaras.web;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import selaras.lock.Holder;
import selaras.lock.LockMode;
import selaras.lock.LockOutcome;
import selaras.lock.ResourceView;

/** What the lock table says, as the client sees it. */
final class LockAnswers {
  private LockAnswers() {}

  static Response of(LockOutcome outcome, String resource) {
    return switch (outcome) {
      case LockOutcome.Granted granted -> Response.ok(new Granted(granted)).build();
      case LockOutcome.Renewed renewed -> Response.ok(new Renewed(renewed)).build();
      case LockOutcome.Released released ->
          Response.ok(new Released(true, released.lockId())).build();
      case LockOutcome.Held held ->
          Problem.of(409, "locked by another holder", resource + " is held or waited for")
              .with("resource_id", resource)
              .with("holders", holders(held.holders()))
              .toResponse();
      case LockOutcome.NotHeld notHeld ->
          Problem.of(409, "not held", "no such lock, or not any more").toResponse();
      case LockOutcome.OverLimit over ->
          Problem.of(429, "too many " + over.what(), "at most " + over.limit() + " " + over.what())
              .retryAfter(1)
              .toResponse();
      case LockOutcome.Reused reused ->
          Problem.of(409, "request id reused", "this request_id named another request before")
              .with("member", "request_id")
              .toResponse();
      case LockOutcome.Queued queued -> throw unexpected(queued);
      case LockOutcome.Done done -> throw unexpected(done);
    };
  }

  static Response of(Optional<ResourceView> view, String resource) {
    ResourceView shown = view.orElse(new ResourceView(resource, List.of(), List.of()));
    return Response.ok(new Shown(shown)).build();
  }

  private static IllegalStateException unexpected(LockOutcome outcome) {
    return new IllegalStateException("not an answer for a client: " + outcome);
  }

  private static JsonArray holders(List<Holder> holders) {
    var array = Json.createArrayBuilder();
    for (Holder holder : holders) {
      array.add(
          Json.createObjectBuilder()
              .add("holder_id", holder.holderId())
              .add("lock_type", word(holder.mode()))
              .add("fencing_token", holder.fencingToken())
              .add("expires_in_ms", holder.remainingMillis()));
    }
    return array.build();
  }

  private static String word(LockMode mode) {
    return mode.name().toLowerCase(Locale.ROOT);
  }

  /** The answer to a lock call that was granted. */
  public record Granted(
      boolean success,
      String lockId,
      String lockType,
      String resourceId,
      String holderId,
      long fencingToken,
      long expiresInMs) {
    Granted(LockOutcome.Granted granted) {
      this(
          true,
          granted.lockId(),
          word(granted.wants().get(0).mode()),
          granted.wants().get(0).resource(),
          granted.holderId(),
          granted.fencingToken(),
          granted.leaseMillis());
    }
  }

  /** The answer to a renewal. */
  public record Renewed(boolean success, String lockId, long fencingToken, long expiresInMs) {
    Renewed(LockOutcome.Renewed renewed) {
      this(true, renewed.lockId(), renewed.fencingToken(), renewed.leaseMillis());
    }
  }

  /** The answer to an unlock call. */
  public record Released(boolean success, String lockId) {}

  /** How a resource stands. */
  public record Shown(
      boolean success,
      String resourceId,
      String lockType,
      List<ShownHolder> holders,
      List<ShownWaiter> waiters) {
    Shown(ResourceView view) {
      this(
          true,
          view.resource(),
          view.holders().isEmpty() ? "free" : word(view.holders().get(0).mode()),
          view.holders().stream().map(ShownHolder::new).toList(),
          view.waiters().stream().map(ShownWaiter::new).toList());
    }
  }

  /** One who holds the resource. */
  public record ShownHolder(String holderId, String lockType, long fencingToken, long expiresInMs) {
    ShownHolder(Holder holder) {
      this(holder.holderId(), word(holder.mode()), holder.fencingToken(), holder.remainingMillis());
    }
  }

  /** One who waits for it. */
  public record ShownWaiter(String holderId, String lockType, long waitEndsInMs) {
    ShownWaiter(ResourceView.Waiting waiting) {
      this(waiting.holderId(), word(waiting.mode()), waiting.remainingMillis());
    }
  }
}
