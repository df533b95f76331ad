package selaras.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * One HTTP/1.1 connection to a node, for what no HTTP client does: hang up in the middle, end only
 * the sending half, send the next request before the answer. For one thread.
 */
public final class RawClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Socket socket;

  public RawClient(int port) {
    try {
      socket = new Socket("127.0.0.1", port);
      socket.setSoTimeout((int) PATIENCE.toMillis());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a request and does not wait for its answer. */
  public void get(String path) {
    String request = "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(path);
    act(() -> socket.getOutputStream().write(bytes(request)));
  }

  /** Sends a request and does not wait for its answer. */
  public void post(String path, String json) {
    post(path, json, json.length());
  }

  /** Sends a request whose body is longer than what comes of it. */
  public void post(String path, String json, int length) {
    String request =
        """
        POST %s HTTP/1.1
        Host: localhost
        Content-Type: application/json
        Content-Length: %d

        %s"""
            .formatted(path, length, json);
    act(() -> socket.getOutputStream().write(bytes(request.replace("\n", "\r\n"))));
  }

  /** Goes on with what was begun. */
  public void send(String more) {
    act(() -> socket.getOutputStream().write(bytes(more)));
  }

  /** Reads the next answer: its headers, and its body as far as the server says it goes. */
  public String answer() {
    StringBuilder text = new StringBuilder();
    act(
        () -> {
          while (text.indexOf("\r\n\r\n") < 0) {
            text.append((char) next());
          }
          for (int left = contentLength(text); left > 0; left--) {
            text.append((char) next());
          }
        });
    return text.toString();
  }

  private int next() throws IOException {
    int read = socket.getInputStream().read();
    if (read < 0) {
      throw new IOException("the server hung up");
    }
    return read;
  }

  private static int contentLength(CharSequence headers) {
    String after = headers.toString().split("Content-Length: ", 2)[1];
    return Integer.parseInt(after.split("\r", 2)[0]);
  }

  /** Ends the sending half only (FIN). */
  public void endSending() {
    act(socket::shutdownOutput);
  }

  /** Ends the connection without a farewell (RST). */
  public void reset() {
    act(() -> socket.setSoLinger(true, 0));
    close();
  }

  /** Ends the connection (FIN). */
  @Override
  public void close() {
    act(socket::close);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private interface Action {
    void run() throws IOException;
  }

  private static void act(Action action) {
    try {
      action.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
