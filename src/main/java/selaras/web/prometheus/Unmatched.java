package selaras.web.prometheus;

import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;

/** Counts the requests that no resource method serves, under one name for all their paths. */
@Provider
public class Unmatched implements ContainerResponseFilter {
  private static final String OPERATION = "unmatched";

  @Inject private RequestFigures figures;

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (request.getProperty(RequestMeter.BEGAN) == null) {
      figures.answered(OPERATION, response.getStatus());
    }
  }
}
