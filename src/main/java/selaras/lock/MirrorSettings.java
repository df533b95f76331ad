package selaras.lock;

import java.time.Duration;

/**
 * How the lock table is mirrored.
 *
 * @param interval between two writings of what has changed; zero: not at all
 * @param name of the mirror in the store
 */
public record MirrorSettings(Duration interval, String name) {
  public MirrorSettings {
    if (interval.isNegative()) {
      throw new IllegalArgumentException(
          "lock.mirror.interval_ms must be at least 0: " + interval.toMillis());
    }
    if (!name.matches("[^{}]+")) {
      throw new IllegalArgumentException(
          "lock.mirror.key must be some text without braces: " + name);
    }
  }
}
