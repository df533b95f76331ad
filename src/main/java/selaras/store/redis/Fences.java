package selaras.store.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import selaras.store.Fence;

/**
 * Gives a script a fence to check. The script starts with the text of {@link #CHECK}, which does
 * it, so that the check and what it guards are one step.
 *
 * @param memory how long after its last use the newest token of a resource is remembered; has to be
 *     longer than a holder can be stopped and come back
 */
public record Fences(Duration memory) {
  /** The prelude of every script that takes a fence. */
  public static final String CHECK = "store/fence";

  public Fences {
    if (memory.toMillis() < 1) {
      throw new IllegalArgumentException(
          "fence.memory_ms must be at least 1: " + memory.toMillis());
    }
  }

  /** The keys of the script: its own, then the fence. */
  public List<String> keys(List<String> own, Optional<Fence> fence) {
    List<String> all = new ArrayList<>(own);
    fence.ifPresent(given -> all.add(key(given)));
    return all;
  }

  /** The arguments of the script: its own, then those of the check. */
  public List<String> args(List<String> own, Optional<Fence> fence) {
    List<String> all = new ArrayList<>(own);
    all.add(fence.map(given -> Long.toString(given.token())).orElse(""));
    all.add(Long.toString(memory.toMillis()));
    return all;
  }

  /**
   * The only place that knows where a fence is. One Redis holds one of each. A Redis Cluster runs a
   * script only if all its keys share a hash slot: a fence then has to be kept in every slot it
   * guards, under the hash tag of the script's own keys, and guards each of them for itself.
   */
  private static String key(Fence fence) {
    return "selaras:fence:" + fence.resource();
  }
}
