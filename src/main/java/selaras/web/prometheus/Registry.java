package selaras.web.prometheus;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import selaras.cluster.NodeState;

/** All figures of this node, and their text for Prometheus. Thread-safe. */
@ApplicationScoped
public class Registry {
  private final PrometheusRegistry registry = new PrometheusRegistry();

  @Produces
  @Singleton
  PrometheusRegistry registry() {
    return registry;
  }

  @Inject
  void describe(Instance<FigureSource> sources, NodeState state) {
    Figures figures = new Figures(registry, state);
    sources.forEach(source -> source.describe(figures));
    ProcessMetrics.builder().register(registry);
  }

  String text() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create().write(out, registry.scrape());
    return out.toString(StandardCharsets.UTF_8);
  }
}
