package selaras.web.prometheus;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import selaras.queue.QueueStats;

/** The queues whose partitions this node owns: the sum over all nodes is that of a queue. */
@ApplicationScoped
class QueueFigures implements FigureSource {
  private static final String QUEUE = "queue";

  @Inject private Instance<OwnedQueues> queues;

  @Override
  public void describe(Figures figures) {
    describePresent(figures);
    describeTotals(figures);
    figures.gauge(
        "selaras_queue_partitions",
        "Partitions that this node owns.",
        () -> queues.get().partitions());
    figures.gauge(
        "selaras_queue_unmeasured",
        "Queues owned here beyond metrics.queues.max, of which nothing is shown.",
        () -> queues.get().unmeasured());
  }

  private void describePresent(Figures figures) {
    gauge(figures, "depth", "Messages that a consumer would get now.", QueueStats::depth);
    gauge(figures, "in_flight", "Messages under a lease.", QueueStats::inFlight);
    gauge(figures, "delayed", "Messages held back for a while.", QueueStats::delayed);
    gauge(figures, "waiting", "Messages behind another of their key.", QueueStats::waiting);
    gauge(figures, "dead", "Dead letters.", QueueStats::dead);
    gauge(
        figures,
        "oldest_age_seconds",
        "Age of the oldest message that a consumer would get now.",
        stats -> stats.oldestAge().toMillis() / 1e3);
  }

  private void describeTotals(Figures figures) {
    counter(figures, "produced", "Messages ever stored.", QueueStats::produced);
    counter(
        figures,
        "delivered",
        "Deliveries ever made, also those that reached nobody.",
        QueueStats::delivered);
    counter(figures, "acknowledged", "Messages ever acknowledged.", QueueStats::acknowledged);
  }

  private void gauge(
      Figures figures, String name, String help, ToDoubleFunction<QueueStats> figure) {
    figures.gauge("selaras_queue_" + name, help, QUEUE, () -> each(figure));
  }

  private void counter(
      Figures figures, String name, String help, ToDoubleFunction<QueueStats> figure) {
    figures.counter("selaras_queue_" + name, help, QUEUE, () -> each(figure));
  }

  private Map<String, Double> each(ToDoubleFunction<QueueStats> figure) {
    return queues.get().stats().entrySet().stream()
        .collect(
            Collectors.toMap(Map.Entry::getKey, entry -> figure.applyAsDouble(entry.getValue())));
  }
}
