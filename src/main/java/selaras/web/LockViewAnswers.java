package selaras.web;

import java.util.List;
import java.util.Optional;
import selaras.access.Owner;
import selaras.lock.Holder;
import selaras.lock.ResourcePage;
import selaras.lock.ResourceView;
import selaras.lock.SessionView;

/** How locks and sessions stand, as the client sees it. */
final class LockViewAnswers {
  private LockViewAnswers() {}

  /** How a session stands. */
  public record ShownSession(
      boolean success,
      String sessionId,
      String holderId,
      String principal,
      long expiresInMs,
      List<SessionLock> locks,
      int held) {
    ShownSession(SessionView view) {
      this(
          true,
          view.sessionId(),
          Owner.wordOf(view.holderId()),
          Owner.principalOf(view.holderId()),
          view.remainingMillis(),
          view.locks().stream().map(SessionLock::new).toList(),
          view.held());
    }
  }

  /** A lock that lives as long as its session. */
  public record SessionLock(String lockId, List<LockAnswers.Part> resources, long fencingToken) {
    private SessionLock(SessionView.LockView lock) {
      this(
          lock.lockId(),
          lock.wants().stream().map(LockAnswers.Part::new).toList(),
          lock.fencingToken());
    }
  }

  /** Whether a fencing token is current. */
  public record Checked(
      boolean success, String resourceId, long token, boolean current, ShownHolder holder) {
    Checked(String resource, long token, Optional<Holder> holder) {
      this(true, resource, token, holder.isPresent(), holder.map(ShownHolder::new).orElse(null));
    }
  }

  /** A page of resources; {@code next} is missing on the last one. */
  public record Listed(boolean success, List<Shown> locks, String next) {
    Listed(ResourcePage page) {
      this(
          true,
          page.resources().stream().map(view -> new Shown(null, view)).toList(),
          page.hasMore() ? page.resources().getLast().resource() : null);
    }
  }

  /** How a resource stands; in a list without a word about success. */
  public record Shown(
      Boolean success,
      String resourceId,
      String lockType,
      Integer permits,
      List<ShownHolder> holders,
      List<ShownWaiter> waiters,
      int waiting,
      Long delayedForMs) {
    Shown(ResourceView view) {
      this(true, view);
    }

    private Shown(Boolean success, ResourceView view) {
      this(
          success,
          view.resource(),
          view.holders().isEmpty() ? "free" : LockAnswers.word(view.holders().get(0).mode()),
          view.holders().isEmpty()
              ? null
              : LockAnswers.permits(view.holders().get(0).mode(), view.permits()),
          view.holders().stream().map(ShownHolder::new).toList(),
          view.waiters().stream().map(ShownWaiter::new).toList(),
          view.waiting(),
          view.delayMillis() > 0 ? view.delayMillis() : null);
    }
  }

  /** One who holds the resource; {@code principal} only where callers have names. */
  public record ShownHolder(
      String holderId,
      String principal,
      String lockType,
      Integer count,
      long fencingToken,
      long expiresInMs) {
    ShownHolder(Holder holder) {
      this(
          Owner.wordOf(holder.holderId()),
          Owner.principalOf(holder.holderId()),
          LockAnswers.word(holder.mode()),
          LockAnswers.permits(holder.mode(), holder.count()),
          holder.fencingToken(),
          holder.remainingMillis());
    }
  }

  /** One who waits for it. */
  public record ShownWaiter(
      String holderId, String principal, String lockType, Integer count, long waitEndsInMs) {
    ShownWaiter(ResourceView.Waiting waiting) {
      this(
          Owner.wordOf(waiting.holderId()),
          Owner.principalOf(waiting.holderId()),
          LockAnswers.word(waiting.mode()),
          LockAnswers.permits(waiting.mode(), waiting.count()),
          waiting.remainingMillis());
    }
  }
}
