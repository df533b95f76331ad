package selaras.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * Begins HTTP/2 as gRPC does, and sees whether the other side goes along: it sends its settings.
 */
public final class Http2Greeting {
  private static final int PATIENCE_MILLIS = 10_000;
  private static final byte SETTINGS = 4;

  /** RFC 9113, section 3.4: the preface, then settings, here none. */
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0".getBytes(US_ASCII);

  private Http2Greeting() {}

  public static boolean inTheClear(int port) throws IOException {
    try (Socket socket = connect(new Socket(), port)) {
      return isAnswered(socket);
    }
  }

  /**
   * @param trusted to be the server's
   * @param own shown to it
   */
  public static boolean overTls(int port, Certificate trusted, Optional<Certificate> own)
      throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store(trusted.trusted()));
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own.isPresent() ? store(own.get().own()) : null, Certificate.PASSWORD.toCharArray());
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket()) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2"});
      socket.setSSLParameters(parameters);
      return isAnswered(connect(socket, port));
    }
  }

  private static Socket connect(Socket socket, int port) throws IOException {
    socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MILLIS);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  /** A server that ends the connection, with or without an alert of TLS, does not. */
  private static boolean isAnswered(Socket socket) {
    try {
      OutputStream out = socket.getOutputStream();
      out.write(PREFACE);
      out.flush();
      InputStream in = socket.getInputStream();
      byte[] header = in.readNBytes(9);
      return header.length == 9 && header[3] == SETTINGS;
    } catch (IOException refused) {
      return false;
    }
  }

  private static KeyStore store(Path file) throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, Certificate.PASSWORD.toCharArray());
      return store;
    }
  }
}
