package selaras.web;

import jakarta.inject.Inject;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import selaras.cluster.Admission;
import selaras.cluster.NodeState;

/**
 * Counts each call from its beginning to its end, asynchronous ones too, and refuses new ones while
 * the node starts and when it stops. Who asks how the node is gets an answer as long as there is
 * one.
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class Entrance extends HttpFilter {
  private static final long serialVersionUID = 1;
  private static final Set<String> ALWAYS =
      Set.of("/status", "/metrics", "/health", "/health/live", "/health/ready", "/health/started");

  @Inject private transient Admission admission;
  @Inject private transient NodeState state;
  @Inject private transient Lines lines;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    lines.learn(request);
    if (!state.isRunning()) {
      // so that its client, if it keeps connections, opens the next one elsewhere
      response.setHeader("Connection", "close");
    }
    if (ALWAYS.contains(request.getRequestURI())) {
      chain.doFilter(request, response);
    } else if (!state.hasBegun()) {
      Problem.nodeStarts().writeTo(response);
    } else if (admission.enter()) {
      pass(request, response, chain);
    } else {
      Problem.nodeStops("another node serves", false).writeTo(response);
    }
  }

  private void pass(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Once end = new Once(admission);
    try {
      chain.doFilter(request, response);
    } finally {
      end.after(request);
    }
  }

  /** The end of one call, whoever tells of it first. */
  private static final class Once implements AsyncListener {
    private final Admission admission;
    private final AtomicBoolean ended = new AtomicBoolean();

    Once(Admission admission) {
      this.admission = admission;
    }

    void after(HttpServletRequest request) {
      if (request.isAsyncStarted()) {
        listen(request);
      }
      // asked again: it may have ended before there was a listener
      if (!request.isAsyncStarted()) {
        end();
      }
    }

    private void listen(HttpServletRequest request) {
      try {
        request.getAsyncContext().addListener(this);
      } catch (IllegalStateException alreadyOver) {
        end();
      }
    }

    private void end() {
      if (ended.compareAndSet(false, true)) {
        admission.leave();
      }
    }

    @Override
    public void onComplete(AsyncEvent event) {
      end();
    }

    @Override
    public void onError(AsyncEvent event) {
      end();
    }

    @Override
    public void onTimeout(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
  }
}
