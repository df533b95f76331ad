package selaras.web;

import jakarta.servlet.http.HttpServletRequest;

/** What of a node a request is for, as far as it matters who asks. */
enum Surface {
  /** Whether the node lives and is ready: for anybody, from anywhere. */
  PROBE,
  /** Pages and documents that are the same in every copy of this release: nothing to hide. */
  PAGE,
  /** All the rest. */
  API;

  /**
   * By the path as it was sent: one that is written in another way than usual is that of the API,
   * whatever the server makes of it.
   */
  static Surface of(HttpServletRequest request) {
    String path = request.getRequestURI();
    if (isUnder("/health", path)) {
      return PROBE;
    }
    boolean page = path.equals("/openapi") || isUnder("/docs", path) || isUnder("/console", path);
    return page ? PAGE : API;
  }

  private static boolean isUnder(String top, String path) {
    return path.startsWith(top)
        && (path.length() == top.length() || path.charAt(top.length()) == '/')
        && path.indexOf('%') < 0
        && path.indexOf(';') < 0
        && !path.contains("..")
        && !path.contains("//");
  }
}
