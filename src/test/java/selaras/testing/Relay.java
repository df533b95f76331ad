package selaras.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * Passes the connections that one node opens to another one on, as the network between them. What
 * is held back by a gate arrives when it opens, as what TCP sends again after a partition; the end
 * of a connection is held back as its bytes are. Lives as long as the JVM.
 */
final class Relay {
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final int BACKLOG = 50;

  private final ServerSocket listening;
  private final InetSocketAddress target;
  private final Gate forth;
  private final Gate back;

  /**
   * @param targetPort of the node that the connections are for
   * @param forth the gate of what it is sent
   * @param back the gate of what it answers
   */
  Relay(int targetPort, Gate forth, Gate back) {
    this.target = new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort);
    this.forth = forth;
    this.back = back;
    try {
      listening = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket near = listening.accept();
        Thread.ofVirtual().start(() -> connect(near));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void connect(Socket near) {
    forth.pass(0);
    Socket far = new Socket();
    try {
      near.setTcpNoDelay(true);
      far.setTcpNoDelay(true);
      far.connect(target);
    } catch (IOException refused) {
      back.pass(0);
      close(near);
      return;
    }
    Thread.ofVirtual().start(() -> pump(far, near, back));
    pump(near, far, forth);
  }

  /** Ends the receiving side when the sending one has ended, which ends the other pump. */
  private static void pump(Socket from, Socket to, Gate gate) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read; (read = in.read(buffer)) >= 0; ) {
        gate.pass(read);
        out.write(buffer, 0, read);
      }
    } catch (IOException ended) {
      // as good as an end of the stream
    }
    gate.pass(0);
    close(to);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
