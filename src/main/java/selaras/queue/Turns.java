package selaras.queue;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Lets only so many calls of one queue work at once on this node and so many more wait, so that a
 * hot queue leaves connections and threads to the others.
 *
 * <p>Thread-safe. Who finds the line full, or has waited too long, is refused at once with a {@link
 * QueueBusyException}. A queue without calls takes no memory.
 */
public final class Turns {
  private final int atOnce;
  private final int waiting;
  private final Duration patience;
  private final Map<String, Line> lines = new ConcurrentHashMap<>();

  /**
   * @param atOnce calls of one queue that work
   * @param waiting calls of one queue that wait until one of those is done
   * @param patience how long they wait at most
   */
  public Turns(int atOnce, int waiting, Duration patience) {
    if (atOnce < 1 || waiting < 0) {
      throw new IllegalArgumentException(
          "queue.calls.max=%d must be at least 1, queue.calls.waiting.max=%d at least 0"
              .formatted(atOnce, waiting));
    }
    this.atOnce = atOnce;
    this.waiting = waiting;
    this.patience = patience;
  }

  /** Makes the call when it is its turn. */
  public <T> T take(String queue, Supplier<T> call) {
    Line line = lines.compute(queue, (name, known) -> entered(known));
    try {
      if (line.callers > atOnce + waiting || !await(line)) {
        throw new QueueBusyException("more calls of this queue than a node works on at once");
      }
      try {
        return call.get();
      } finally {
        line.turns.release();
      }
    } finally {
      lines.compute(queue, (name, known) -> --known.callers == 0 ? null : known);
    }
  }

  /** Those of this queue that work or wait now. */
  int callers(String queue) {
    Line line = lines.get(queue);
    return line == null ? 0 : line.callers;
  }

  private Line entered(Line known) {
    // not a fair one: a turn handed over in order costs a change of threads, half of the throughput
    Line line = known == null ? new Line(new Semaphore(atOnce)) : known;
    line.callers++;
    return line;
  }

  private boolean await(Line line) {
    try {
      return line.turns.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static final class Line {
    final Semaphore turns;

    /** Changed only while the map holds the entry. */
    volatile int callers;

    Line(Semaphore turns) {
      this.turns = turns;
    }
  }
}
