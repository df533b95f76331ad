package selaras.cache.redis;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import selaras.cluster.NodeId;
import selaras.store.redis.LuaScript;
import selaras.store.redis.RedisStore;

/**
 * Makes the beats of a node. In this order, on which the proof rests: the subscription looks at its
 * clock; the node is entered among those that may serve copies; the numbers of changes are read;
 * the subscription sends that to itself, behind all messages about them.
 */
final class Heart {
  /** What a Redis that syncs its file every second may lose, when a sync takes as long again. */
  private static final Duration LOST = Duration.ofSeconds(2);

  private static final LuaScript ANNOUNCE = LuaScript.load("cache/announce");
  private static final LuaScript SEQUENCES = LuaScript.load("cache/sequences");

  private final String self;
  private final RedisStore store;

  /** The keys of all partitions; those that Redis can read at once are together. */
  private final List<List<String>> together;

  private final Duration entry;

  Heart(NodeId self, RedisStore store, ChannelSettings settings) {
    this.self = self.value();
    this.store = store;
    List<String> all =
        IntStream.range(0, settings.partitions().count()).mapToObj(EntryKeys::partition).toList();
    this.together = store.isPartitioned() ? all.stream().map(List::of).toList() : List.of(all);
    // a Redis that lost its last entries has to know all who rely on a beat: their proof lasts for
    // the silence, and a beat, which is shorter, may have renewed what was lost
    this.entry = settings.maxSilence().multipliedBy(2).plus(LOST);
  }

  Beat beat() {
    List<String> args = List.of(self, Long.toString(entry.toMillis()));
    store.run(ANNOUNCE, List.of(EntryKeys.NODES), args);
    List<Object> numbers = store.runOnEach(SEQUENCES, together);
    return new Beat(numbers.stream().flatMapToLong(Heart::sequences).toArray());
  }

  private static LongStream sequences(Object numbers) {
    return ((List<?>) numbers).stream().mapToLong(Long.class::cast);
  }
}
