package selaras.web.prometheus;

import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.UriInfo;
import selaras.web.Hangups;
import selaras.web.RequestLog;
import selaras.web.Streams;

/**
 * Measures the requests of one operation, asynchronous ones to their answer; no streams, which have
 * none. Thread-safe.
 */
final class RequestMeter implements ContainerRequestFilter, ContainerResponseFilter {
  static final String BEGAN = "selaras.began";

  private final String operation;
  private final RequestFigures figures;
  private final RequestLog log;
  private final DistributionDataPoint durations;

  RequestMeter(String operation, RequestFigures figures, RequestLog log) {
    this.operation = operation;
    this.figures = figures;
    this.log = log;
    this.durations = figures.durations(operation, false);
  }

  @Override
  public void filter(ContainerRequestContext request) {
    request.setProperty(BEGAN, System.nanoTime());
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (request.getProperty(Streams.STREAMS) != null) {
      return;
    }
    long nanos = System.nanoTime() - (Long) request.getProperty(BEGAN);
    boolean waits = request.getProperty(Hangups.WAITS) != null;
    (waits ? figures.durations(operation, true) : durations).observe(nanos / 1e9);
    figures.answered(operation, response.getStatus());
    log.answered(
        request.getMethod(), loggable(request.getUriInfo()), response.getStatus(), nanos, waits);
  }

  /** Who has the id of a session can end it: it is in no log. */
  private String loggable(UriInfo uri) {
    return uri.getPathParameters().containsKey("session_id")
        ? operation.substring(operation.indexOf(' ') + 1)
        : uri.getRequestUri().getRawPath();
  }
}
