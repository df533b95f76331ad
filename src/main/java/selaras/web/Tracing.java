package selaras.web;

import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Where MicroProfile Telemetry is on, makes a span of each call. The server does so by itself, but
 * also where it is off and nobody gets the spans: to an application that begins with its deployment
 * it gives the listener always (Payara 6.2025.10, {@code JerseyOpenTelemetryAutoDiscoverable}).
 * Hence the API begins with its first call (see web.xml), and gets the listener here.
 */
@Provider
public class Tracing implements Feature {
  private static final Logger LOG = Logger.getLogger(Tracing.class.getName());
  private static final String LISTENER =
      "fish.payara.microprofile.telemetry.tracing.jaxrs.OpenTelemetryApplicationEventListener";

  @Override
  public boolean configure(FeatureContext context) {
    if (isOff()) {
      return false;
    }
    try {
      context.register(Class.forName(LISTENER));
      return true;
    } catch (ClassNotFoundException e) {
      LOG.log(Level.WARNING, "otel.sdk.disabled=false, but calls cannot be traced here", e);
      return false;
    }
  }

  private static boolean isOff() {
    return ConfigProvider.getConfig()
        .getOptionalValue("otel.sdk.disabled", Boolean.class)
        .orElse(true);
  }
}
