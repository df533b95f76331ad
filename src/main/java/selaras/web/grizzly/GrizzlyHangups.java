package selaras.web.grizzly;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import selaras.web.Hangups;

/** Watches the lines of Grizzly. On another server it does nothing. */
@ApplicationScoped
public class GrizzlyHangups implements Hangups {
  private LineWatch watch;

  @PostConstruct
  void start() {
    watch = new LineWatch();
    watch.start();
  }

  @Override
  public void cancelOnHangup(HttpServletRequest request, CompletableFuture<?> answer) {
    request.setAttribute(WAITS, true);
    if (!answer.isDone()) {
      Line.of(request).ifPresent(line -> watch.add(line, answer));
    }
  }

  @Override
  public BooleanSupplier isThere(HttpServletRequest request) {
    return Line.of(request).map(line -> (BooleanSupplier) line::isThere).orElse(() -> true);
  }

  @PreDestroy
  void stop() {
    watch.close();
  }
}
