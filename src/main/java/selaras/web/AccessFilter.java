package selaras.web;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import selaras.access.AccessSettings;
import selaras.access.Caller;
import selaras.access.Tokens;

/**
 * The first of everything (see web.xml): who calls, whether not too often, and the headers that
 * tell browsers what not to do. What a caller may do at the API {@link Roles} says.
 */
public class AccessFilter extends HttpFilter {
  private static final long serialVersionUID = 1;

  @Inject private transient AccessSettings settings;
  @Inject private transient Tokens tokens;
  @Inject private transient Callers callers;
  @Inject private transient Haste haste;
  @Inject private transient Limits limits;
  @Inject private transient Refusals refusals;
  private transient Door door;

  @Override
  public void init() {
    door =
        settings.isOpen()
            ? new OpenDoor(settings.openToOthers(), settings.openHosts())
            : new BearerDoor(tokens);
    if (settings.isOpen()) {
      System.getLogger(AccessFilter.class.getName())
          .log(
              System.Logger.Level.WARNING,
              "security.mode=open: whoever calls from {0} may do everything",
              settings.openToOthers() ? "anywhere" : "this machine");
    }
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Surface surface = Surface.of(request);
    SecurityHeaders.add(surface, response);
    Optional<Caller> caller;
    try {
      caller = admit(request, surface);
      haste.check(caller, request, surface);
      requireRoom(request);
    } catch (Problem refusal) {
      refusals.refuse(request, response, refusal);
      return;
    }
    if (caller.isPresent()) {
      callers.begin(caller.get());
    }
    try {
      chain.doFilter(request, response);
    } finally {
      callers.end();
    }
  }

  /** Whoever is not told who may come in now may hold good proof: that is no attempt. */
  private Optional<Caller> admit(HttpServletRequest request, Surface surface) {
    try {
      return door.admit(request, surface);
    } catch (Problem refusal) {
      if (refusal.status() != 503) {
        haste.checkRefused(request);
      }
      throw refusal;
    }
  }

  /** A body that does not say how large it is {@link BodyReader} stops reading in time. */
  private void requireRoom(HttpServletRequest request) {
    long bytes = request.getContentLengthLong();
    if (bytes > limits.bodyBytes()) {
      throw Problem.tooLarge("body", bytes, limits.bodyBytes());
    }
  }
}
