package selaras.queue;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Lets only so many calls of one queue be at work on this node at once, so that a hot queue leaves
 * threads to the others.
 *
 * <p>Thread-safe. One call more is refused at once with a {@link QueueBusyException}. A queue
 * without calls takes no memory.
 */
public final class Turns {
  private final int most;
  private final Map<String, Integer> calls = new ConcurrentHashMap<>();

  /**
   * @param most calls of one queue at once
   */
  public Turns(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("queue.calls.max must be at least 1: " + most);
    }
    this.most = most;
  }

  /** Makes the call, unless there are too many. */
  public <T> T take(String queue, Supplier<T> call) {
    int now = calls.merge(queue, 1, Integer::sum);
    try {
      if (now > most) {
        throw new QueueBusyException("more calls of this queue than a node works on at once");
      }
      return call.get();
    } finally {
      calls.computeIfPresent(queue, (name, count) -> count == 1 ? null : count - 1);
    }
  }
}
