package selaras.limits;

import java.time.Duration;

/**
 * Checks of values of the configuration; one that fails is an {@link IllegalArgumentException} that
 * names the key and shows the value.
 */
public final class Bound {
  private Bound() {}

  public static void atLeast(String key, long least, long value) {
    if (value < least) {
      throw new IllegalArgumentException("%s must be at least %d: %d".formatted(key, least, value));
    }
  }

  /** In milliseconds. */
  public static void atLeast(String key, long leastMillis, Duration value) {
    atLeast(key, leastMillis, value.toMillis());
  }

  public static void within(String key, long least, long most, long value) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s must be from %d to %d: %d".formatted(key, least, most, value));
    }
  }

  /** Of two keys that belong together. */
  public static void notUnder(String key, long value, String otherKey, long other) {
    if (value < other) {
      throw new IllegalArgumentException(
          "%s=%d must not be under %s=%d".formatted(key, value, otherKey, other));
    }
  }

  /** In milliseconds. */
  public static void notUnder(String key, Duration value, String otherKey, Duration other) {
    notUnder(key, value.toMillis(), otherKey, other.toMillis());
  }
}
