package selaras.testing;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Polls for what comes about by itself, with a bound. */
public final class Eventually {
  private static final Duration PAUSE = Duration.ofMillis(50);

  private Eventually() {}

  /** Waits up to ten seconds until the condition holds; an exception counts as "not yet". */
  public static void holds(String what, BooleanSupplier condition) {
    holds(what, Duration.ofSeconds(10), condition);
  }

  /** Waits until the condition holds; an exception counts as "not yet". */
  public static void holds(String what, Duration bound, BooleanSupplier condition) {
    holds(() -> what, bound, condition);
  }

  /** The same; what is asked for is told only when it has not come, as things stand then. */
  public static void holds(Supplier<String> what, Duration bound, BooleanSupplier condition) {
    found(what, bound, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
  }

  /** Waits until there is a value; an exception counts as "not yet". */
  public static <T> T found(String what, Duration bound, Supplier<Optional<T>> search) {
    return found(() -> what, bound, search);
  }

  static <T> T found(Supplier<String> what, Duration bound, Supplier<Optional<T>> search) {
    long deadline = System.nanoTime() + bound.toNanos();
    RuntimeException last = null;
    do {
      try {
        Optional<T> found = search.get();
        if (found.isPresent()) {
          return found.get();
        }
        last = null;
      } catch (RuntimeException e) {
        last = e;
      }
      Pause.of(PAUSE);
    } while (System.nanoTime() < deadline);
    throw new AssertionError("not within " + bound.toSeconds() + " s: " + what.get(), last);
  }
}
