package selaras.web;

import jakarta.servlet.http.HttpServletRequest;

/**
 * The connections of all clients. They are closed when the last call is answered and before the
 * server takes the application away: in between it would answer by itself, with 404 and in HTML,
 * what is a refused or broken connection to a client, and a reason to ask another node.
 *
 * <p>Thread-safe. On a server of another kind than the one this was written for it does nothing.
 */
public interface Lines {
  /**
   * Learns from a request where connections come from.
   *
   * @param request as the container passed it
   */
  void learn(HttpServletRequest request);
}
