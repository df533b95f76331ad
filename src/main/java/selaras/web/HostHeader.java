package selaras.web;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Under which name a caller knows a node. A browser asks for an address without asking anybody what
 * it stands for; what a name stands for, its owner says, and may say otherwise a moment later (DNS
 * rebinding).
 *
 * @param name in lower case, without a port; an IPv6 address in its brackets
 */
record HostHeader(String name) {
  private static final Pattern FORM = Pattern.compile("(\\[[0-9A-Fa-f:.]*]|[^:\\[\\]]*)(:[0-9]*)?");
  private static final Pattern IPV4 = Pattern.compile("[0-9][0-9.]*");

  /** One that is no host and port is a name that nobody has. */
  static HostHeader of(String header) {
    Matcher parts = FORM.matcher(header);
    return new HostHeader(parts.matches() ? parts.group(1).toLowerCase(Locale.ROOT) : "");
  }

  boolean isLocal() {
    return name.equals("localhost")
        || name.equals("[::1]")
        || (isAddress() && name.startsWith("127."));
  }

  /** A name that begins like an address is none. */
  boolean isAddress() {
    return name.startsWith("[") || IPV4.matcher(name).matches();
  }
}
