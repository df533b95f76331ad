package selaras.queue.redis;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import selaras.answers.Pending;
import selaras.queue.Partition;
import selaras.queue.Placement;
import selaras.queue.Turns;
import selaras.store.redis.LuaScript;
import selaras.store.redis.RedisStore;
import selaras.store.redis.ScriptCall;
import selaras.store.redis.SharedCall;

/**
 * Runs scripts where a partition is, when it is the queue's turn, again after a passing failure;
 * see {@link Attempts} for the bounds. Thread-safe.
 */
public final class PartitionScripts {
  private final Placement placement;
  private final Map<String, RedisStore> shards;
  private final Turns turns;
  private final Attempts attempts;

  /**
   * @param placement names the shard of each partition
   * @param shards the stores by those names
   */
  public PartitionScripts(
      Placement placement, Map<String, RedisStore> shards, Turns turns, Attempts attempts) {
    this.placement = placement;
    this.shards = Map.copyOf(shards);
    this.turns = turns;
    this.attempts = attempts;
  }

  /** Runs a script of one call, and waits for its answer. */
  Object run(LuaScript script, Partition partition, List<String> keys, List<String> args) {
    ScriptCall call = new ScriptCall(keys, args);
    return Pending.await(begin(partition, store -> store.begin(script, call)));
  }

  /**
   * Begins one call of a script, which is carried out together with those of others, {@code
   * carry_out} of {@code prelude.lua}.
   *
   * @param keys those that are the call's own
   */
  CompletableFuture<Object> call(
      LuaScript script, Partition partition, List<String> keys, List<String> args) {
    SharedCall call = new SharedCall(PartitionKeys.of(partition), keys, args);
    return begin(partition, store -> store.begin(script, call));
  }

  private CompletableFuture<Object> begin(
      Partition partition, Function<RedisStore, CompletableFuture<Object>> call) {
    return turns.take(partition.queue(), () -> attempts.of(() -> call.apply(storeOf(partition))));
  }

  private RedisStore storeOf(Partition partition) {
    return shards.get(placement.shardOf(partition));
  }
}
