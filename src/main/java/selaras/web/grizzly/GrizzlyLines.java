package selaras.web.grizzly;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.lang.System.Logger.Level;
import org.glassfish.grizzly.nio.NIOTransport;
import selaras.cluster.Admission;
import selaras.web.Lines;

/** Closes the listener of Grizzly that requests came by, with all of its connections. */
@Singleton
public class GrizzlyLines implements Lines {
  private volatile NIOTransport transport;

  @Inject
  GrizzlyLines(Admission admission) {
    admission.endLinesBy(this::close);
  }

  @Override
  public void learn(HttpServletRequest request) {
    if (transport == null) {
      Line.of(request)
          .ifPresent(line -> transport = (NIOTransport) line.connection().getTransport());
    }
  }

  /** When the server comes to do it itself, there is nothing left. */
  private void close() {
    NIOTransport known = transport;
    if (known != null) {
      try {
        known.shutdownNow();
      } catch (IOException e) {
        System.getLogger(GrizzlyLines.class.getName())
            .log(Level.WARNING, "connections were not closed", e);
      }
    }
  }
}
