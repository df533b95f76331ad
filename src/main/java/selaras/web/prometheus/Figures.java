package selaras.web.prometheus;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.SummaryWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Quantiles;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import selaras.cluster.NodeState;

/**
 * Where parts of the node say which figures they have. Each is asked for at a scrape and at no
 * other time; one that cannot be read then is left out, and the others are shown.
 */
final class Figures {
  private static final Logger LOG = Logger.getLogger(Figures.class.getName());

  private final PrometheusRegistry registry;
  private final NodeState state;

  /**
   * @param state of the node; nothing is asked unless it runs
   */
  Figures(PrometheusRegistry registry, NodeState state) {
    this.registry = registry;
    this.state = state;
  }

  void gauge(String name, String help, DoubleSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(out -> ask(name, () -> out.call(value.getAsDouble())))
        .register(registry);
  }

  /** One series for each value of the label. */
  void gauge(String name, String help, String label, Supplier<Map<String, Double>> values) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames(label)
        .callback(
            out -> ask(name, () -> values.get().forEach((key, value) -> out.call(value, key))))
        .register(registry);
  }

  /**
   * A count that only grows.
   *
   * @param name without the {@code _total} that it gets
   */
  void counter(String name, String help, DoubleSupplier value) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .callback(out -> ask(name, () -> out.call(value.getAsDouble())))
        .register(registry);
  }

  /** One count for each value of the label. */
  void counter(String name, String help, String label, Supplier<Map<String, Double>> values) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames(label)
        .callback(
            out -> ask(name, () -> values.get().forEach((key, value) -> out.call(value, key))))
        .register(registry);
  }

  /** How often something was done, and how long the latest took, in seconds. */
  void summary(String name, String help, Supplier<Timing> timing) {
    SummaryWithCallback.builder()
        .name(name)
        .help(help)
        .callback(
            out ->
                ask(
                    name,
                    () -> {
                      Timing now = timing.get();
                      Quantiles quantiles =
                          Quantiles.builder()
                              .quantile(0.5, now.medianSeconds())
                              .quantile(0.99, now.p99Seconds())
                              .build();
                      out.call(now.count(), Double.NaN, quantiles);
                    }))
        .register(registry);
  }

  /** What a summary shows; the sum is not known. */
  record Timing(long count, double medianSeconds, double p99Seconds) {}

  private void ask(String name, Runnable question) {
    if (!state.isRunning()) {
      return;
    }
    try {
      question.run();
    } catch (RuntimeException e) {
      LOG.log(Level.FINE, e, () -> name + " could not be read");
    }
  }
}
