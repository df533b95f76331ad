package selaras.web;

import java.util.List;

/** The requests that this node has answered since it started. Thread-safe. */
public interface AnsweredRequests {
  Totals totals();

  /**
   * All of them in one.
   *
   * @param answered with any status
   * @param refused of these, with 4xx
   * @param failed of these, with 5xx
   * @param boundsMs upper bounds of the durations in {@code durations}; the last class has none
   * @param durations how many took so long, class by class; without those that asked to wait
   */
  record Totals(
      long answered, long refused, long failed, List<Double> boundsMs, List<Long> durations) {}
}
