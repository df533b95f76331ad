package selaras.consensus.ratis;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Up to where this node has applied the log, for those who wait for it. Thread-safe; who waits is
 * told on the thread that applies.
 */
final class AppliedIndex {
  private final NavigableMap<Long, CompletableFuture<Void>> waiting = new TreeMap<>();
  private long applied = -1;

  /** Completes when the entry with this index has been applied. */
  synchronized CompletableFuture<Void> reach(long index) {
    return index <= applied
        ? CompletableFuture.completedFuture(null)
        : waiting.computeIfAbsent(index, next -> new CompletableFuture<>()).copy();
  }

  void reached(long index) {
    List<CompletableFuture<Void>> done;
    synchronized (this) {
      applied = Math.max(applied, index);
      var there = waiting.headMap(applied, true);
      done = new ArrayList<>(there.values());
      there.clear();
    }
    done.forEach(each -> each.complete(null));
  }
}
