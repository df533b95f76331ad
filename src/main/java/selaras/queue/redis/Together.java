package selaras.queue.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import selaras.queue.Partition;
import selaras.store.StoreUnavailableException;
import selaras.store.redis.Combiner;
import selaras.store.redis.LuaScript;

/**
 * Has the calls of a verb that come for a partition while others are at work there carried out by
 * one script, {@code carry_out} of {@code prelude.lua}: on a busy partition most of what a script
 * costs is shared.
 *
 * <p>Thread-safe. Each call has the effect and the answer it would have alone; all fail when their
 * script does. Large ones go alone, so that no script keeps Redis from others for long.
 */
final class Together {
  private static final int SCRIPTS_AT_ONCE = 2;
  private static final int CALLS_MAX = 32;
  private static final int LARGE_CHARS = 32 << 10;

  /** Who combines is forgotten beyond this many; a call more or less alone does no harm. */
  private static final int LANES_MAX = 10_000;

  /** Runs a script once, with its keys and arguments. */
  interface Runner {
    Object run(LuaScript script, Partition partition, List<String> keys, List<String> args);
  }

  private record Lane(LuaScript script, Partition partition) {}

  private record Call(List<String> keys, List<String> args) {
    boolean isLarge() {
      return args.stream().mapToInt(String::length).sum() > LARGE_CHARS;
    }
  }

  private final Runner runner;
  private final Map<Lane, Combiner<Call, Object>> lanes = new ConcurrentHashMap<>();

  Together(Runner runner) {
    this.runner = runner;
  }

  /**
   * @param keys of this call, those of the partition left out
   * @throws StoreUnavailableException also if the script of this call has not begun in time
   */
  Object run(LuaScript script, Partition partition, List<String> keys, List<String> args) {
    Lane lane = new Lane(script, partition);
    Call call = new Call(keys, args);
    if (call.isLarge()) {
      return carryOut(lane, List.of(call)).get(0);
    }
    try {
      return combiner(lane).run(call, Attempts.WINDOW);
    } catch (TimeoutException e) {
      throw new StoreUnavailableException("Redis is slow to answer others", false, e);
    }
  }

  private Combiner<Call, Object> combiner(Lane lane) {
    Combiner<Call, Object> known = lanes.get(lane);
    if (known != null) {
      return known;
    }
    if (lanes.size() >= LANES_MAX) {
      lanes.clear();
    }
    return lanes.computeIfAbsent(
        lane, any -> new Combiner<>(SCRIPTS_AT_ONCE, CALLS_MAX, calls -> carryOut(lane, calls)));
  }

  private List<Object> carryOut(Lane lane, List<Call> calls) {
    List<String> keys = new ArrayList<>(PartitionKeys.of(lane.partition()));
    List<String> args = new ArrayList<>();
    for (Call call : calls) {
      keys.addAll(call.keys());
      args.add(Integer.toString(call.keys().size()));
      args.add(Integer.toString(call.args().size()));
      args.addAll(call.args());
    }
    List<?> replies = (List<?>) runner.run(lane.script(), lane.partition(), keys, args);
    return List.copyOf(replies);
  }
}
