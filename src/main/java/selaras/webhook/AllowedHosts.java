package selaras.webhook;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The hosts that webhooks may call. Whoever may define a webhook makes the nodes call an address of
 * his choice, from inside the network: so nobody is allowed unless the configuration says so.
 */
public final class AllowedHosts {
  private final List<String> patterns;

  /**
   * @param commaSeparated host names or addresses, {@code *.example.com} for all below that name,
   *     {@code *} for all
   */
  public AllowedHosts(String commaSeparated) {
    this.patterns =
        Arrays.stream(commaSeparated.split(","))
            .map(pattern -> pattern.strip().toLowerCase(Locale.ROOT))
            .filter(pattern -> !pattern.isEmpty())
            .toList();
  }

  public boolean allows(URI url) {
    String host = url.getHost().toLowerCase(Locale.ROOT);
    return patterns.stream().anyMatch(pattern -> matches(pattern, host));
  }

  private static boolean matches(String pattern, String host) {
    return pattern.equals("*")
        || pattern.equals(host)
        || (pattern.startsWith("*.") && host.endsWith(pattern.substring(1)));
  }
}
