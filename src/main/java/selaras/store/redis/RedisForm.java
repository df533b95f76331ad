package selaras.store.redis;

import java.util.Set;
import redis.clients.jedis.HostAndPort;

/** The way in which Redis is run, and where to find it. */
public sealed interface RedisForm {

  /** One server. */
  record Standalone(HostAndPort server, int database) implements RedisForm {}

  /**
   * A master with replicas; sentinels know which one is the master.
   *
   * @param sentinels some of them; the more, the likelier one answers
   * @param master the name under which they watch it
   * @param login at the sentinels, which have users of their own
   */
  record Sentinel(Set<HostAndPort> sentinels, String master, Login login) implements RedisForm {}

  /**
   * Redis Cluster: each of 16384 hash slots is at one of several masters.
   *
   * @param nodes some of them; they know the others
   */
  record Cluster(Set<HostAndPort> nodes) implements RedisForm {}

  /** The word for it in configurations and answers. */
  default String word() {
    return switch (this) {
      case Standalone one -> "standalone";
      case Sentinel watched -> "sentinel";
      case Cluster cluster -> "cluster";
    };
  }
}
