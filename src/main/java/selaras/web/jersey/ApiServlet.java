package selaras.web.jersey;

import org.glassfish.jersey.servlet.ServletContainer;

/**
 * Jersey's servlet under a name of its own. Payara Micro lists, when it has started, what the
 * servlets of just Jersey's class serve, and ends if a first call is making one at that moment
 * (6.2025.10, {@code ListRestEndpointsCommand}).
 */
public final class ApiServlet extends ServletContainer {
  private static final long serialVersionUID = 1;
}
