package selaras.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * What the log says of single requests: nothing, unless one took long or all are asked for. Slow
 * ones get a line each interval at most, which says how many had none.
 *
 * <p>Thread-safe. Names and paths are in the lines; bodies and query strings are not.
 */
@ApplicationScoped
public class RequestLog {
  private static final Logger ACCESS = Logger.getLogger("selaras.access");
  private static final Logger SLOW = Logger.getLogger("selaras.slow");

  @Inject
  @ConfigProperty(name = "log.access")
  private boolean access;

  @Inject
  @ConfigProperty(name = "log.slow_ms")
  private long slowMillis;

  private Sparing slowLines;

  @Inject
  void configure(@ConfigProperty(name = "log.slow.interval_ms") long intervalMillis) {
    slowLines = new Sparing(intervalMillis);
  }

  /**
   * A request is answered.
   *
   * @param waits whether its caller had asked to wait, which is not being slow
   */
  public void answered(String method, String path, int status, long nanos, boolean waits) {
    if (access) {
      ACCESS.log(Level.INFO, "{0}", line(method, path, status, nanos));
    }
    if (slowMillis > 0 && !waits && nanos >= TimeUnit.MILLISECONDS.toNanos(slowMillis)) {
      slowLines
          .pass(TimeUnit.NANOSECONDS.toMillis(System.nanoTime()))
          .ifPresent(others -> slow(line(method, path, status, nanos), others));
    }
  }

  private static void slow(String line, long others) {
    String more = others == 0 ? "" : ", and " + others + " more since the last such line";
    SLOW.log(Level.WARNING, "slow: {0}{1}", new Object[] {line, more});
  }

  private static String line(String method, String path, int status, long nanos) {
    return String.format(Locale.ROOT, "%s %s %d %.1f ms", method, path, status, nanos / 1e6);
  }
}
