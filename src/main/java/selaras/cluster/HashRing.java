package selaras.cluster;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;

/**
 * Consistent hashing with virtual nodes (Karger et al. 1997): each member stands at many points of
 * a ring of 64-bit hashes, and a key belongs to the first member at or after its own hash. When a
 * member comes or goes, only the keys of its own arcs move.
 *
 * <p>Deterministic: the same members give the same ring on every node and in every run. Immutable
 * and therefore thread-safe. Look-up is O(log(members * points)).
 */
public final class HashRing<M extends Comparable<M>> {
  /** Enough for shares within about 10 % of each other. */
  public static final int POINTS_PER_MEMBER = 256;

  private final TreeMap<Long, M> ring = new TreeMap<>();

  public HashRing(Collection<M> members) {
    if (members.isEmpty()) {
      throw new IllegalArgumentException("a ring needs a member");
    }
    // in sorted order, so that a collision of two points is decided alike everywhere
    List<M> sorted = new ArrayList<>(members);
    Collections.sort(sorted);
    for (M member : sorted) {
      for (int point = 0; point < POINTS_PER_MEMBER; point++) {
        ring.putIfAbsent(hash(member + "#" + point), member);
      }
    }
  }

  /** The member to which the key belongs. */
  public M memberFor(String key) {
    var atOrAfter = ring.ceilingEntry(hash(key));
    return (atOrAfter == null ? ring.firstEntry() : atOrAfter).getValue();
  }

  /**
   * 64-bit FNV-1a, then the finalizer of MurmurHash3 to spread keys that differ in the last byte.
   */
  static long hash(String text) {
    long h = 0xcbf29ce484222325L;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      h = (h ^ (b & 0xff)) * 0x100000001b3L;
    }
    h = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
    h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return h ^ (h >>> 33);
  }
}
