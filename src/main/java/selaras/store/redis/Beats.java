package selaras.store.redis;

import java.util.Optional;
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

  /** What has come back by all ways. */
  record Beat(long nanos, String carried) {}

  /** The message to send at that time by way of so many servers. */
  static String message(long nanos, int servers, String carried) {
    return nanos + "/" + servers + "/" + carried;
  }

  /** The beat of which this was the last message; empty when some are still missing. */
  Optional<Beat> heard(String message) {
    String[] words = message.split("/", 3);
    long nanos = Long.parseLong(words[0]);
    int count = heard.merge(nanos, 1, Integer::sum);
    if (count == Integer.parseInt(words[1])) {
      heard.headMap(nanos, true).clear();
      return Optional.of(new Beat(nanos, words[2]));
    }
    if (heard.size() > LIMIT) {
      heard.pollFirstEntry();
    }
    return Optional.empty();
  }
}
