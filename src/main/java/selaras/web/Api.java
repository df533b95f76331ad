package selaras.web;

import jakarta.ws.rs.core.Application;
import java.util.Map;

/** Serves every JAX-RS resource of the WAR; web.xml says where. */
public class Api extends Application {
  /** OPTIONS names the methods; the API is described at {@code /openapi}, not in WADL. */
  @Override
  public Map<String, Object> getProperties() {
    return Map.of("jersey.config.server.wadl.disableWadl", true);
  }
}
