package selaras.store.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import redis.clients.jedis.util.JedisClusterHashTag;
import selaras.limits.Bound;
import selaras.store.Fence;

/**
 * Gives a script a fence to check. The script starts with the text of {@link #CHECK}, which does
 * it, so that the check and what it guards are one step.
 *
 * <p>Where one Redis has all keys there is one fence for each resource, and one step: no call under
 * an older token is carried out once any call has shown a newer one.
 *
 * <p>In a Redis Cluster a script has keys of one slot only. There a fence is kept in every slot
 * that it guards, and one more in a slot of its own, where each call shows its token first; what it
 * learns there goes with the script and is checked, and remembered, together with the fence of the
 * script's slot. So a call is refused that begins after a newer token was shown anywhere, and one
 * that finds a newer token in its own slot, whenever it began. What remains: a call under an older
 * token that was already under way when the newer one was first shown may still be carried out in
 * slots where the newer one has not been shown yet, to read or to write.
 */
public final class Fences {
  /** The prelude of every script that takes a fence. */
  public static final String CHECK = "store/fence";

  private static final LuaScript SHOW = LuaScript.load(CHECK, "store/show");
  private static final String NONE = "";

  private final Duration memory;
  private final Optional<RedisStore> cluster;

  /** For one Redis that has all keys. */
  public Fences(Duration memory) {
    this(memory, Optional.empty());
  }

  /**
   * @param memory how long after its last use the newest token of a resource is remembered; has to
   *     be longer than a holder can be stopped and come back
   */
  public Fences(Duration memory, RedisStore store) {
    this(memory, Optional.of(store).filter(RedisStore::isPartitioned));
  }

  private Fences(Duration memory, Optional<RedisStore> cluster) {
    Bound.atLeast("fence.memory_ms", 1, memory);
    this.memory = memory;
    this.cluster = cluster;
  }

  /**
   * The call of a script: its own keys, at least one, then the fence; its own arguments, then those
   * of the check. In a cluster the token is shown in the slot of the fence first; as bounded and as
   * failing as {@link RedisStore#begin(LuaScript, ScriptCall)}.
   */
  public CompletableFuture<ScriptCall> call(
      List<String> keys, List<String> args, Optional<Fence> fence) {
    List<String> all = new ArrayList<>(keys);
    fence.ifPresent(given -> all.add(cluster.isEmpty() ? key(given) : key(given, keys.get(0))));
    return newerElsewhere(fence).thenApply(newer -> new ScriptCall(all, args(args, newer, fence)));
  }

  private List<String> args(List<String> own, String newer, Optional<Fence> fence) {
    List<String> all = new ArrayList<>(own);
    all.add(newer);
    all.add(fence.map(given -> Long.toString(given.token())).orElse(NONE));
    all.add(Long.toString(memory.toMillis()));
    return all;
  }

  private CompletableFuture<String> newerElsewhere(Optional<Fence> fence) {
    if (cluster.isEmpty() || fence.isEmpty()) {
      return CompletableFuture.completedFuture(NONE);
    }
    var show = new ScriptCall(List.of(key(fence.get())), args(List.of(), NONE, fence));
    return cluster
        .get()
        .begin(SHOW, show)
        .thenApply(newer -> Objects.requireNonNullElse((String) newer, NONE));
  }

  private static String key(Fence fence) {
    return "selaras:fence:" + fence.resource();
  }

  /** The fence in the slot of another key, whose hash tag it shares. */
  private static String key(Fence fence, String other) {
    return "selaras:seen:{" + JedisClusterHashTag.getHashTag(other) + "}:" + fence.resource();
  }
}
