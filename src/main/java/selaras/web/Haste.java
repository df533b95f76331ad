package selaras.web;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import selaras.access.AccessSettings;
import selaras.access.Caller;
import selaras.access.RateLimit;

/**
 * Holds up who calls too often. A principal has an allowance of its own. An address has two: one of
 * calls that are let in under no name, and one of calls that are {@linkplain #checkRefused refused}
 * at the door.
 *
 * <p>None is spent by another's calls: who shows a good token is not held up because somebody at
 * the same address, behind the same router perhaps, guesses at tokens, and neither is the page that
 * is to ask for one. So a token is looked at before its address is. That bounds how many attempts
 * are told what is wrong with them, not how many are made: what keeps a token from being guessed is
 * its length, and each forged signature is verified.
 *
 * <p>Thread-safe. Principals and addresses are counted apart, so that many addresses cannot crowd
 * out the principals.
 */
@Singleton
public class Haste {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final LongSupplier nanos;
  private final Optional<RateLimit> principals;
  private final Optional<RateLimit> addresses;
  private final Optional<RateLimit> refused;

  @Inject
  Haste(AccessSettings settings) {
    this(settings, System::nanoTime);
  }

  /**
   * @param nanos a monotonic clock
   */
  Haste(AccessSettings settings, LongSupplier nanos) {
    this.nanos = nanos;
    this.principals = limit(settings);
    this.addresses = limit(settings);
    this.refused = limit(settings);
  }

  private Optional<RateLimit> limit(AccessSettings settings) {
    return settings.rate().isOff()
        ? Optional.empty()
        : Optional.of(new RateLimit(settings.rate(), nanos.getAsLong()));
  }

  /** Throws the 429; whoever asks how the node is may ask as often as it likes. */
  void check(Optional<Caller> caller, HttpServletRequest request, Surface surface) {
    if (surface == Surface.PROBE) {
      return;
    }
    Optional<String> principal =
        caller.map(known -> known.owner().principal()).filter(name -> !name.isEmpty());
    if (principal.isPresent()) {
      pass(principals, principal.get(), "by this caller to this node");
    } else {
      pass(addresses, request.getRemoteAddr(), "from this address to this node");
    }
  }

  /** Throws the 429 in place of the refusal of a call that the door did not let in. */
  void checkRefused(HttpServletRequest request) {
    pass(refused, request.getRemoteAddr(), "that this node refused, from this address");
  }

  private void pass(Optional<RateLimit> limit, String name, String which) {
    long wait = limit.isEmpty() ? 0 : limit.get().pass(name, nanos.getAsLong());
    if (wait > 0) {
      throw Problem.of(429, "too many calls", which)
          .retryAfter((int) ((wait + SECOND - 1) / SECOND));
    }
  }
}
