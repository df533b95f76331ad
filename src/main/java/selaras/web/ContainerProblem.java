package selaras.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Locale;

/**
 * The container's error page (see web.xml), for failures that never reach {@link ProblemMapper},
 * such as a Content-Type that cannot be parsed. Asked for directly it is a 404 like any other path.
 */
@WebServlet("/.container-problem")
public class ContainerProblem extends HttpServlet {
  private static final long serialVersionUID = 1;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    int status = response.getStatus();
    if (!(request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer)) {
      status = 404;
    }
    Response.Status known = Response.Status.fromStatusCode(status);
    String reason = known == null ? "error" : known.getReasonPhrase().toLowerCase(Locale.ROOT);
    String detail = status < 500 ? "the request could not be read" : "see the log of the node";
    Problem.of(status, reason, detail).writeTo(response);
  }
}
