package selaras.web;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

/**
 * Whether every part of this node has been made. Health checks can be asked before that, on a
 * thread that sees no configuration of this application yet: they must make no part by asking for
 * it.
 */
@ApplicationScoped
public class Deployed {
  private volatile boolean complete;

  /** Comes after the observers that make the parts, and not at all when one of them failed. */
  void complete(
      @Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) @Initialized(ApplicationScoped.class)
          Object deployed) {
    complete = true;
  }

  boolean isComplete() {
    return complete;
  }
}
