package selaras.web.prometheus;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Adds the figures of this node to those of the server at {@code /metrics}.
 *
 * <p>The server's own, MicroProfile Metrics, would do for gauges. But its histograms count a
 * decaying sample of about a thousand values in their buckets, so that no rate or quantile over
 * nodes can be computed of them; and what a part counts itself it can only show as a gauge.
 */
@WebFilter("/metrics")
public class Exposition extends HttpFilter {
  private static final long serialVersionUID = 1;

  @Inject private transient Registry registry;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    chain.doFilter(request, response);
    boolean all = request.getParameter("scope") == null && request.getParameter("name") == null;
    if (all && response.getStatus() == HttpServletResponse.SC_OK) {
      response.getWriter().write(registry.text());
    }
  }
}
