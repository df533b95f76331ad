package selaras.cache;

import selaras.limits.Bound;

/**
 * The parts into which the keys are divided. What belongs to one part shares a hash slot of the
 * origin and one sequence of changes.
 *
 * @param count the same on all nodes for as long as the origin keeps what was written: it decides
 *     where an entry is
 */
public record Partitions(int count) {
  public Partitions {
    Bound.within("cache.partitions", 1, 4096, count);
  }

  /** The part of a key, from 0. */
  public int of(String key) {
    int hash = key.hashCode();
    return Math.floorMod(hash ^ (hash >>> 16), count);
  }
}
