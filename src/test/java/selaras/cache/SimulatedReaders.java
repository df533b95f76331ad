package selaras.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import selaras.cache.ReadOutcome.Absent;
import selaras.cache.ReadOutcome.Found;
import selaras.cache.ReadOutcome.StaleFence;

/** Who reads in the {@link Simulation}, and what each may be answered. */
final class SimulatedReaders {
  /**
   * @param floor the oldest state it may be answered
   */
  private record Reader(
      SimulatedNode node,
      String key,
      int floor,
      long beganNanos,
      CompletableFuture<ReadOutcome> answer) {}

  private final List<Reader> waiting = new ArrayList<>();
  private final Timeline timeline;

  SimulatedReaders(Timeline timeline) {
    this.timeline = timeline;
  }

  /** Reads as anybody may: nothing that others at the node, or strict writers, have left behind. */
  void read(SimulatedNode node, String key, long nanos) {
    int floor = Math.max(node.seen(key), timeline.strictly(key));
    add(new Reader(node, key, floor, nanos, node.cache.get(key)));
  }

  /** Reads what is there now, or will be. */
  void readPresent(
      SimulatedNode node, String key, long nanos, CompletableFuture<ReadOutcome> answer) {
    add(new Reader(node, key, timeline.present(key), nanos, answer));
  }

  private void add(Reader reader) {
    if (reader.answer.isDone()) {
      hit(reader, version(reader.answer.join()));
    } else {
      waiting.add(reader);
    }
  }

  private void hit(Reader reader, long version) {
    int state = timeline.checkHit(reader.key, version, reader.beganNanos, reader.node.name);
    if (version > 0) { // of several absences it may be any
      reader.node.see(reader.key, state, reader.floor);
    }
  }

  /** A call was answered: those who waited for it have what was there when it was carried out. */
  void answered(SimulatedCall<?> call) {
    List<Reader> done = waiting.stream().filter(reader -> reader.answer.isDone()).toList();
    waiting.removeAll(done);
    done.stream()
        .filter(reader -> !reader.answer.isCompletedExceptionally())
        .filter(reader -> !(reader.answer.join() instanceof StaleFence))
        .forEach(reader -> check(reader, call.state));
  }

  private void check(Reader reader, int state) {
    timeline.checkVersion(reader.key, state, version(reader.answer.join()));
    timeline.checkAge(reader.key, state, reader.beganNanos, reader.node.name);
    reader.node.see(reader.key, state, reader.floor);
  }

  private static long version(ReadOutcome outcome) {
    return switch (outcome) {
      case Found found -> found.version();
      case Absent absent -> 0;
      case StaleFence stale -> throw new AssertionError("shows no token: " + stale);
    };
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }
}
