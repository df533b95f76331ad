package selaras.web;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.MediaType;
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
  private final AsyncContext exchange;
  private final ServletOutputStream out;

  /** Takes the response over; on the thread of the request. */
  EventStream(AsyncContext exchange) throws IOException {
    this.exchange = exchange;
    HttpServletResponse response = (HttpServletResponse) exchange.getResponse();
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

  void close() {
    exchange.complete();
  }
}
