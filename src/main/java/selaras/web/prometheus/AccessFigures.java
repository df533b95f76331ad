package selaras.web.prometheus;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.stream.Collectors;
import selaras.web.Refusals;

/** Requests that came no further than the door; those that lack a role are among the answered. */
@ApplicationScoped
class AccessFigures implements FigureSource {
  @Inject private Instance<Refusals> refusals;

  @Override
  public void describe(Figures figures) {
    figures.counter(
        "selaras_access_refused",
        "Requests that were not let in, by the status they got.",
        "status",
        this::byStatus);
  }

  private Map<String, Double> byStatus() {
    return refusals.get().counts().entrySet().stream()
        .collect(
            Collectors.toMap(
                entry -> entry.getKey().toString(), entry -> entry.getValue().doubleValue()));
  }
}
