package selaras.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.Set;
import selaras.access.Caller;

/**
 * Asks nobody who he is, and lets in those who call from this machine, or all. What a page of
 * elsewhere has a browser send is not let in: neither straight nor under a name of its own that
 * leads here ({@link HostHeader}).
 */
final class OpenDoor implements Door {
  private static final Optional<Caller> ANYBODY = Optional.of(Caller.ANYBODY);

  private final boolean toOthers;
  private final Set<String> names;

  /**
   * @param names in lower case, of this node, which are not those of pages of elsewhere
   */
  OpenDoor(boolean toOthers, Set<String> names) {
    this.toOthers = toOthers;
    this.names = names;
  }

  @Override
  public Optional<Caller> admit(HttpServletRequest request, Surface surface) {
    if (surface != Surface.PROBE) {
      requireLocal(request);
      requireKnownName(request);
    }
    if (surface == Surface.API && "cross-site".equals(request.getHeader("Sec-Fetch-Site"))) {
      throw refused("a page of another site has sent this");
    }
    return ANYBODY;
  }

  private void requireLocal(HttpServletRequest request) {
    if (!toOthers && !isLoopback(request.getRemoteAddr())) {
      throw refused(
          "security.mode=open serves this machine alone, unless security.open.remote=true");
    }
  }

  /** No browser leaves Host out. */
  private void requireKnownName(HttpServletRequest request) {
    String header = request.getHeader("Host");
    if (header != null && !isKnown(HostHeader.of(header))) {
      throw refused(
          "Host must be localhost, "
              + (toOthers ? "an address" : "a loopback address")
              + " or one of security.open.hosts");
    }
  }

  private boolean isKnown(HostHeader host) {
    return host.isLocal() || (toOthers && host.isAddress()) || names.contains(host.name());
  }

  private static Problem refused(String why) {
    return Problem.of(403, "forbidden", why);
  }

  private static boolean isLoopback(String address) {
    return address.startsWith("127.")
        || address.equals("::1")
        || address.equals("0:0:0:0:0:0:0:1")
        || address.startsWith("0:0:0:0:0:0:0:1%"); // with its interface
  }
}
