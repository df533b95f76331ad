package selaras.webhook;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How many calls of one webhook may begin now. As many as it allows, while its calls succeed; after
 * some failures in a row one at a time, each after a longer pause, so that messages wait in the
 * queue for a receiver that is down and do not die one after the other. Times are nanoseconds of a
 * monotonic clock.
 *
 * <p>Deterministic; not thread-safe.
 */
final class Pace {
  /** Failures in a row that may still be the messages' fault. */
  static final int FAILURES = 10;

  private final int maxInFlight;
  private final Backoff backoff;
  private final DoubleSupplier drawn;
  private int inFlight;
  private int failures;
  private long pausedUntil;

  Pace(int maxInFlight, Backoff backoff, DoubleSupplier drawn) {
    this.maxInFlight = maxInFlight;
    this.backoff = backoff;
    this.drawn = drawn;
  }

  int free(long now) {
    if (failures < FAILURES) {
      return maxInFlight - inFlight;
    }
    return inFlight == 0 && pausedUntil - now <= 0 ? 1 : 0;
  }

  void begun(int calls) {
    inFlight += calls;
  }

  void succeeded() {
    inFlight--;
    failures = 0;
  }

  /** How long from now on no call may begin; zero: one may as soon as there is room. */
  Duration failed(long now) {
    inFlight--;
    failures++;
    if (failures < FAILURES) {
      return Duration.ZERO;
    }
    Duration pause = backoff.after(failures - FAILURES + 1, drawn.getAsDouble());
    pausedUntil = now + pause.toNanos();
    return pause;
  }
}
