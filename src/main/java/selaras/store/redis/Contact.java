package selaras.store.redis;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Level;
import java.util.logging.Logger;
import redis.clients.jedis.ConnectionPool;
import redis.clients.jedis.HostAndPort;

/**
 * Whether each Redis server answers this node, by what became of its calls: says so in the log when
 * that changes, once, and counts the failures.
 *
 * <p>Thread-safe; an answer while all is well costs one look at an empty set.
 */
final class Contact {
  private static final Logger LOG = Logger.getLogger(Contact.class.getName());

  private final Set<ConnectionPool> lost = ConcurrentHashMap.newKeySet();
  private final LongAdder failures = new LongAdder();

  void answered(ConnectionPool server) {
    if (!lost.isEmpty() && lost.remove(server)) {
      LOG.info("Redis answers again");
    }
  }

  /**
   * @param known those in charge, of which those are forgotten that are no longer
   */
  void failed(ConnectionPool server, Map<HostAndPort, ConnectionPool> known, String why) {
    failures.increment();
    if (lost.add(server)) {
      LOG.log(Level.WARNING, "{0} does not answer: {1}", new Object[] {nameOf(server, known), why});
      lost.removeIf(other -> other != server && !known.containsValue(other));
    }
  }

  private static String nameOf(ConnectionPool server, Map<HostAndPort, ConnectionPool> known) {
    return known.entrySet().stream()
        .filter(one -> one.getValue() == server)
        .map(one -> "Redis at " + one.getKey())
        .findFirst()
        .orElse("Redis");
  }

  long failures() {
    return failures.sum();
  }
}
