package selaras.store.redis;

import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Counts the beats that come back. One beat goes out by way of each server that publishes: a server
 * hands messages on in order, but one server's may overtake another's, so only all beats of one
 * time prove that everything published before has arrived.
 *
 * <p>Not thread-safe. Remembers the {@value #LIMIT} latest times at most.
 */
final class Beats {
  private static final int LIMIT = 16;

  private final TreeMap<Long, Integer> heard = new TreeMap<>();

  /** The message to send at that time by way of so many servers. */
  static String message(long nanos, int servers) {
    return nanos + "/" + servers;
  }

  /** The time of which this was the last beat; empty when some are still missing. */
  OptionalLong heard(String message) {
    int slash = message.indexOf('/');
    long nanos = Long.parseLong(message.substring(0, slash));
    int count = heard.merge(nanos, 1, Integer::sum);
    if (count == Integer.parseInt(message.substring(slash + 1))) {
      heard.headMap(nanos, true).clear();
      return OptionalLong.of(nanos);
    }
    if (heard.size() > LIMIT) {
      heard.pollFirstEntry();
    }
    return OptionalLong.empty();
  }
}
