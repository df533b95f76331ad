package selaras.web.prometheus;

import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Requests by operation: how many with which status, and how long each took to its answer. The
 * labels are bounded: one operation for each resource method, the statuses of the API.
 *
 * <p>Thread-safe; a request costs three additions to striped counters.
 */
@ApplicationScoped
public class RequestFigures {
  /** Upper bounds in seconds: a hit of the cache takes less than the first, a wait the last. */
  static final double[] BOUNDS = {
    0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60
  };

  private Histogram durations;
  private Counter requests;

  @Inject
  void register(PrometheusRegistry registry) {
    durations =
        Histogram.builder()
            .name("selaras_request_duration_seconds")
            .help("From a request to its answer; waits is true where the caller asked to wait.")
            .labelNames("operation", "waits")
            .classicOnly()
            .classicUpperBounds(BOUNDS)
            .withoutExemplars()
            .register(registry);
    requests =
        Counter.builder()
            .name("selaras_requests")
            .help("Answered requests.")
            .labelNames("operation", "status")
            .withoutExemplars()
            .register(registry);
  }

  DistributionDataPoint durations(String operation, boolean waits) {
    return durations.labelValues(operation, Boolean.toString(waits));
  }

  void answered(String operation, int status) {
    requests.labelValues(operation, Integer.toString(status)).inc();
  }

  HistogramSnapshot durations() {
    return durations.collect();
  }

  CounterSnapshot counts() {
    return requests.collect();
  }
}
