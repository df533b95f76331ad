package selaras.lock;

import java.time.Duration;
import selaras.limits.Bound;

/**
 * How the lock table is mirrored.
 *
 * @param interval between two writings of what has changed; zero: not at all
 * @param name of the mirror in the store
 */
public record MirrorSettings(Duration interval, String name) {
  public MirrorSettings {
    Bound.atLeast("lock.mirror.interval_ms", 0, interval);
    if (!name.matches("[^{}]+")) {
      throw new IllegalArgumentException(
          "lock.mirror.key must be some text without braces: " + name);
    }
  }
}
