package selaras.lock;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import selaras.access.Owner;

/** Sessions: one heartbeat for many locks. In everything else as {@link Locks}. */
public final class Sessions {
  private final LockLog log;

  public Sessions(LockLog log) {
    this.log = log;
  }

  /** Begins a session that ends by itself when no heartbeat comes for as long as its lease. */
  public CompletableFuture<LockOutcome> open(
      Owner owner, String requestId, String holderId, Duration lease) {
    return log.submit(
        new LockCommand.OpenSession(requestId, log.newId(owner), holderId, log.withGrace(lease)));
  }

  /** Lets a session run anew; one that is over is refused. */
  public CompletableFuture<LockOutcome> heartbeat(String requestId, String sessionId) {
    return log.submit(new LockCommand.Heartbeat(requestId, sessionId));
  }

  /** Ends a session and gives its locks back. */
  public CompletableFuture<LockOutcome> close(String requestId, String sessionId) {
    return log.submit(new LockCommand.CloseSession(requestId, sessionId));
  }

  /** How a session stands, linearizably; empty when it is over. */
  public CompletableFuture<Optional<SessionView>> look(String sessionId) {
    return log.look(views -> views.session(sessionId));
  }
}
