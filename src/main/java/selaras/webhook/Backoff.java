package selaras.webhook;

import java.time.Duration;
import selaras.limits.Bound;

/**
 * Pauses that double, up to a bound, with jitter: the later half of each is drawn, so that those
 * who failed together do not come back together (Brooker, "Exponential backoff and jitter", 2015).
 *
 * @param first the pause after the first failure
 * @param longest the bound
 */
public record Backoff(Duration first, Duration longest) {
  public Backoff {
    Bound.atLeast("queue.webhook.backoff.min_ms", 1, first);
    Bound.notUnder("queue.webhook.backoff.max_ms", longest, "queue.webhook.backoff.min_ms", first);
  }

  /**
   * The pause after so many failures.
   *
   * @param failures from 1
   * @param drawn evenly from 0 to 1
   */
  Duration after(int failures, double drawn) {
    double full =
        Math.min(longest.toMillis(), first.toMillis() * Math.pow(2, Math.max(0, failures - 1)));
    return Duration.ofMillis(Math.round(full / 2 + drawn * full / 2));
  }
}
