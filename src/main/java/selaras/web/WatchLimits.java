package selaras.web;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import selaras.limits.Bound;

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
    Bound.atLeast("console.watchers.max", 1, watchers);
    Bound.atLeast("console.interval_ms", 100, interval);
    Bound.atLeast("console.patience_ms", 1, patience);
    Bound.atLeast("console.queues.max", 1, queues);
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
