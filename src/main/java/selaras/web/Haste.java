package selaras.web;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import selaras.access.AccessSettings;
import selaras.access.Caller;
import selaras.access.RateLimit;

/**
 * Holds up who calls too often: a principal, or an address where callers have no names or have
 * proven none. Thread-safe.
 */
@Singleton
public class Haste {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Optional<RateLimit> limit;

  @Inject
  Haste(AccessSettings settings) {
    this.limit =
        settings.rate().isOff()
            ? Optional.empty()
            : Optional.of(new RateLimit(settings.rate(), System.nanoTime()));
  }

  /** Throws the 429; whoever asks how the node is may ask as often as it likes. */
  void check(Optional<Caller> caller, HttpServletRequest request, Surface surface) {
    if (limit.isEmpty() || surface == Surface.PROBE) {
      return;
    }
    String name =
        caller
            .map(known -> known.owner().principal())
            .filter(principal -> !principal.isEmpty())
            .orElseGet(() -> "from " + request.getRemoteAddr());
    long wait = limit.get().pass(name, System.nanoTime());
    if (wait > 0) {
      throw Problem.of(429, "too many calls", "by this caller to this node")
          .retryAfter((int) ((wait + SECOND - 1) / SECOND));
    }
  }
}
