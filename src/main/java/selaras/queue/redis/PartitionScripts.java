package selaras.queue.redis;

import java.util.List;
import java.util.Map;
import selaras.queue.Partition;
import selaras.queue.Placement;
import selaras.queue.Turns;
import selaras.store.redis.LuaScript;
import selaras.store.redis.RedisStore;

/**
 * Runs scripts where a partition is, when it is the queue's turn, again after a passing failure;
 * see {@link Attempts} for the bounds. Thread-safe.
 */
public final class PartitionScripts {
  private final Placement placement;
  private final Map<String, RedisStore> shards;
  private final Turns turns;
  private final Together together = new Together(this::attempt);

  /**
   * @param placement names the shard of each partition
   * @param shards the stores by those names
   */
  public PartitionScripts(Placement placement, Map<String, RedisStore> shards, Turns turns) {
    this.placement = placement;
    this.shards = Map.copyOf(shards);
    this.turns = turns;
  }

  /** Runs a script of one call. */
  Object run(LuaScript script, Partition partition, List<String> keys, List<String> args) {
    return turns.take(partition.queue(), () -> attempt(script, partition, keys, args));
  }

  /**
   * Has one call of a script carried out, together with those of other threads.
   *
   * @param keys those that are the call's own
   */
  Object call(LuaScript script, Partition partition, List<String> keys, List<String> args) {
    return turns.take(partition.queue(), () -> together.run(script, partition, keys, args));
  }

  private Object attempt(
      LuaScript script, Partition partition, List<String> keys, List<String> args) {
    return Attempts.run(storeOf(partition), script, keys, args);
  }

  /** Removes all there is of it but the remembered answers, whose time is short. */
  void remove(Partition partition) {
    String[] keys = PartitionKeys.of(partition).toArray(String[]::new);
    storeOf(partition).call(redis -> redis.unlink(keys));
  }

  private RedisStore storeOf(Partition partition) {
    return shards.get(placement.shardOf(partition));
  }
}
