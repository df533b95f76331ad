package selaras.web;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The open end of a response of unknown length, for one writer.
 *
 * <p>A write to a client that does not read waits, once the server's buffer for the connection is
 * full, up to the write time-out of {@code payara/preboot.asadmin}, and then fails. Waiting parks
 * its thread. The server keeps the connection and what it had buffered until the client goes.
 */
final class EventStream {
  private final AsyncResponse answer;
  private final ServletOutputStream out;

  /**
   * Takes the response over; on the thread of the request.
   *
   * @param answer of the same request, suspended
   */
  EventStream(HttpServletRequest request, AsyncResponse answer) throws IOException {
    this.answer = answer;
    HttpServletResponse response = (HttpServletResponse) request.getAsyncContext().getResponse();
    response.setContentType(MediaType.SERVER_SENT_EVENTS);
    response.setCharacterEncoding(StandardCharsets.UTF_8.name());
    response.setHeader("Cache-Control", "no-store");
    this.out = response.getOutputStream();
  }

  /** Sends a text; an exception means that the client is gone, or does not read. */
  void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /**
   * Ends the response where it is. By way of JAX-RS, which would end it once more if the servlet's
   * exchange ended under it, and have the server log that as a failure.
   */
  void close() {
    answer.resume(Response.ok().build());
  }
}
