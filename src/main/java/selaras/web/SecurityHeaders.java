package selaras.web;

import jakarta.servlet.http.HttpServletResponse;

/** What a browser is told about an answer (OWASP Secure Headers Project). */
final class SecurityHeaders {
  /** Scripts, styles and calls of a page come from and go to this node, and nobody frames it. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
          + " img-src 'self' data:; font-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  private SecurityHeaders() {}

  static void add(Surface surface, HttpServletResponse response) {
    response.setHeader("X-Content-Type-Options", "nosniff");
    if (surface == Surface.PAGE) {
      response.setHeader("Content-Security-Policy", POLICY);
      response.setHeader("Referrer-Policy", "no-referrer");
    } else {
      // what an answer says is over in a moment, and may be for this caller alone
      response.setHeader("Cache-Control", "no-store");
    }
  }
}
