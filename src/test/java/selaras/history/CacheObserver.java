package selaras.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What plain readers were answered beside what had been written by then, by one clock for all.
 * Thread-safe while it records.
 */
final class CacheObserver {
  /** A write of which somebody knows that it was done by then. */
  private record Done(long version, long completed, boolean strict) {}

  /** An answer to a plain read that was sent at that time. */
  private record Seen(String key, long version, long invoked, String where) {}

  private final Map<String, ConcurrentLinkedQueue<Done>> writes = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Seen> reads = new ConcurrentLinkedQueue<>();

  void written(String key, long version, long completed, boolean strict) {
    writes
        .computeIfAbsent(key, k -> new ConcurrentLinkedQueue<>())
        .add(new Done(version, completed, strict));
  }

  void read(String key, long version, long invoked, String where) {
    reads.add(new Seen(key, version, invoked, where));
  }

  int reads() {
    return reads.size();
  }

  /** Of each read, for how long a newer version had been acknowledged; in order, nanoseconds. */
  List<Long> staleness() {
    Map<String, TreeMap<Long, Long>> firstDone = new TreeMap<>();
    writes.forEach(
        (key, all) -> {
          TreeMap<Long, Long> done = new TreeMap<>();
          all.forEach(write -> done.merge(write.version(), write.completed(), Math::min));
          // a later version may have been acknowledged sooner
          long soonest = Long.MAX_VALUE;
          for (var entry : done.descendingMap().entrySet()) {
            soonest = Math.min(soonest, entry.getValue());
            entry.setValue(soonest);
          }
          firstDone.put(key, done);
        });
    List<Long> staleness = new ArrayList<>();
    for (Seen seen : reads) {
      var newer = firstDone.getOrDefault(seen.key(), new TreeMap<>()).higherEntry(seen.version());
      staleness.add(newer == null ? 0 : Math.max(0, seen.invoked() - newer.getValue()));
    }
    staleness.sort(null);
    return staleness;
  }

  /** Plain reads that were sent after the answer to a strict write and found something older. */
  List<String> staleAfterStrictWrites() {
    return reads.stream()
        .filter(
            seen ->
                writes.getOrDefault(seen.key(), new ConcurrentLinkedQueue<>()).stream()
                    .anyMatch(
                        write ->
                            write.strict()
                                && write.version() > seen.version()
                                && write.completed() < seen.invoked()))
        .map(Seen::toString)
        .toList();
  }
}
