package selaras.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import selaras.access.Caller;

/**
 * Asks nobody who he is, and lets in those who call from this machine, or all. What a page of
 * elsewhere has a browser here send is not let in: neither straight nor under a name of its own
 * that leads here (DNS rebinding).
 */
final class OpenDoor implements Door {
  private static final Optional<Caller> ANYBODY = Optional.of(Caller.ANYBODY);

  private final boolean toOthers;

  OpenDoor(boolean toOthers) {
    this.toOthers = toOthers;
  }

  @Override
  public Optional<Caller> admit(HttpServletRequest request, Surface surface) {
    if (!toOthers && surface != Surface.PROBE) {
      requireLocal(request);
    }
    if (surface == Surface.API && "cross-site".equals(request.getHeader("Sec-Fetch-Site"))) {
      throw refused("a page of another site has sent this");
    }
    return ANYBODY;
  }

  private static void requireLocal(HttpServletRequest request) {
    if (!isLoopback(request.getRemoteAddr())) {
      throw refused(
          "security.mode=open serves this machine alone, unless security.open.remote=true");
    }
    String host = request.getHeader("Host");
    if (host != null && !isLocal(host)) {
      throw refused(
          "Host must be localhost or a loopback address, unless security.open.remote=true");
    }
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

  /** A name that begins like an address is none. */
  private static boolean isLocal(String host) {
    if (host.startsWith("[::1]")) {
      return true;
    }
    int colon = host.indexOf(':');
    String name = colon < 0 ? host : host.substring(0, colon);
    return name.equalsIgnoreCase("localhost")
        || (name.startsWith("127.") && name.chars().allMatch(c -> c == '.' || isDigit(c)));
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}
