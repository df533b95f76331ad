package selaras.web.prometheus;

import jakarta.inject.Inject;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;
import selaras.web.Operation;
import selaras.web.RequestLog;

/** Puts a meter before each resource method there is. */
@Provider
public class RequestMeters implements DynamicFeature {
  @Inject private RequestFigures figures;
  @Inject private RequestLog log;

  @Override
  public void configure(ResourceInfo resource, FeatureContext context) {
    Operation.of(resource.getResourceMethod())
        .ifPresent(
            operation -> context.register(new RequestMeter(operation.toString(), figures, log)));
  }
}
