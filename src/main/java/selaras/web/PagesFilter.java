package selaras.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * What the server's own servlet does not do for the pages: sends a browser from a directory to its
 * page, and has it ask whether a file has changed. Left to themselves browsers go by the age of a
 * file, which is that of the build's fixed date, and keep an older release for weeks.
 */
@WebFilter({"/console/*", "/docs/*"})
public class PagesFilter extends HttpFilter {
  private static final long serialVersionUID = 1;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String path = request.getRequestURI();
    if (path.matches("/\\w+/?")) {
      response.sendRedirect(path + (path.endsWith("/") ? "" : "/") + "index.html");
    } else {
      response.setHeader("Cache-Control", "no-cache");
      chain.doFilter(request, response);
    }
  }
}
