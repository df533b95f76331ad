package selaras.web;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * What following the status of a node may cost.
 *
 * @param watchers who may follow on one node
 * @param interval between two snapshots, which all who follow share
 * @param patience how long a snapshot waits for other nodes and for Redis
 * @param queues added up, the first by name
 * @param addresses by the name of a node, where browsers find it, if not where other nodes do
 */
record WatchLimits(
    int watchers, Duration interval, Duration patience, int queues, Map<String, String> addresses) {
  WatchLimits {
    if (watchers < 1 || queues < 1 || interval.toMillis() < 100 || patience.toMillis() < 1) {
      throw new IllegalArgumentException(
          "console.watchers.max=%d, console.queues.max=%d and console.patience_ms=%d must be positive, console.interval_ms=%d at least 100"
              .formatted(watchers, queues, patience.toMillis(), interval.toMillis()));
    }
    addresses = Map.copyOf(addresses);
  }

  /** Reads {@code node-1=https://one.example.com,node-2=...}. */
  static Map<String, String> addresses(String text) {
    Map<String, String> addresses = new TreeMap<>();
    for (String part : text.split(",")) {
      String[] nameAndAddress = part.strip().split("=", 2);
      if (nameAndAddress.length == 2 && nameAndAddress[1].matches("https?://.+")) {
        addresses.put(nameAndAddress[0].strip(), nameAndAddress[1].replaceAll("/+$", ""));
      } else if (!part.isBlank()) {
        throw new IllegalArgumentException(
            "console.nodes: not of the form name=http://host:port: '" + part.strip() + "'");
      }
    }
    return addresses;
  }
}
