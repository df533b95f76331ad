package selaras.testing;

import java.time.Duration;

/**
 * Lets a stretch of time pass. {@code LockSupport.parkNanos} would not do: it returns at once to a
 * thread that something unparked before.
 */
public final class Pause {
  private Pause() {}

  public static void of(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public static void millis(long millis) {
    of(Duration.ofMillis(millis));
  }
}
