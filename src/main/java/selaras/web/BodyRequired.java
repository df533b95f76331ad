package selaras.web;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.util.Arrays;

/**
 * Refuses a request without any body where the method reads one; without this it would be called
 * with null, as no reader is asked when there is nothing to read.
 */
@Provider
public class BodyRequired implements ContainerRequestFilter {
  @Context private ResourceInfo resource;

  @Override
  public void filter(ContainerRequestContext request) {
    boolean wanted =
        Arrays.asList(resource.getResourceMethod().getParameterTypes()).contains(Body.class);
    if (wanted && request.getMediaType() == null) {
      throw Problem.badMember("body", "is required, as application/json");
    }
  }
}
