package selaras.cache;

/**
 * The parts into which the keys are divided. What belongs to one part shares a hash slot of the
 * origin and one sequence of changes.
 *
 * @param count the same on all nodes for as long as the origin keeps what was written: it decides
 *     where an entry is
 */
public record Partitions(int count) {
  public Partitions {
    if (count < 1 || count > 4096) {
      throw new IllegalArgumentException("cache.partitions must be 1 to 4096: " + count);
    }
  }

  /** The part of a key, from 0. */
  public int of(String key) {
    int hash = key.hashCode();
    return Math.floorMod(hash ^ (hash >>> 16), count);
  }
}
