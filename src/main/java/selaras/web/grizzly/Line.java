package selaras.web.grizzly;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.glassfish.grizzly.Closeable;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.nio.NIOConnection;

/**
 * The line between this node and the client of one request.
 *
 * @param exchange what ends with the request: over HTTP/1 the connection, over HTTP/2 a stream
 * @param connection what the exchange runs over
 */
record Line(Closeable exchange, NIOConnection connection) {
  /** The line of a request; empty when the request is not one of Catalina's over Grizzly. */
  static Optional<Line> of(HttpServletRequest request) {
    try {
      return of(grizzly(request));
    } catch (ReflectiveOperationException | LinkageError e) {
      return Optional.empty();
    }
  }

  private static Optional<Line> of(Request request) {
    Closeable exchange = request.getRequest().getProcessingState().getHttpContext().getCloseable();
    return request.getContext().getConnection() instanceof NIOConnection connection
        ? Optional.of(new Line(exchange, connection))
        : Optional.empty();
  }

  /** By name: Payara publishes no Catalina to compile against, GlassFish's has other names. */
  private static Request grizzly(HttpServletRequest request) throws ReflectiveOperationException {
    Object catalina = request.getClass().getMethod("getUnwrappedCoyoteRequest").invoke(request);
    return (Request) catalina.getClass().getMethod("getCoyoteRequest").invoke(catalina);
  }

  /** Whether neither side has ended it, as far as Grizzly knows. */
  boolean isOpen() {
    return exchange.isOpen() && connection.isOpen();
  }

  /**
   * The socket, if Grizzly does not read it while the request is suspended and so cannot know of
   * its end: over HTTP/1. A connection of HTTP/2 is read all the time.
   */
  Optional<SocketChannel> unreadSocket() {
    return exchange == connection && connection.getChannel() instanceof SocketChannel socket
        ? Optional.of(socket)
        : Optional.empty();
  }

  /** Whether the client is there, as the network knows now; for one who waits for an answer. */
  boolean isThere() {
    return isOpen() && unreadSocket().map(Line::isNotAtItsEnd).orElse(true);
  }

  /** As {@link LineWatch} sees it: something to read, and no bytes, is the end. */
  private static boolean isNotAtItsEnd(SocketChannel socket) {
    try (Selector selector = Selector.open()) {
      socket.register(selector, SelectionKey.OP_READ);
      return selector.selectNow() == 0 || unread(socket) > 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Bytes that arrived and were not read; looks without reading. */
  static int unread(SocketChannel socket) throws IOException {
    return socket.socket().getInputStream().available();
  }
}
