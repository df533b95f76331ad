package selaras.queue;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import selaras.answers.Pending;
import selaras.limits.Bound;

/**
 * Lets only so many calls of one queue be at work on this node at once, so that a hot queue leaves
 * the store to the others.
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
    Bound.atLeast("queue.calls.max", 1, most);
    this.most = most;
  }

  /** Begins the call, unless there are too many; its turn is over before its answer is there. */
  public <T> CompletableFuture<T> take(String queue, Supplier<CompletableFuture<T>> call) {
    boolean isTooMany = calls.merge(queue, 1, Integer::sum) > most;
    CompletableFuture<T> answer =
        isTooMany
            ? CompletableFuture.failedFuture(
                new QueueBusyException("more calls of this queue than a node works on at once"))
            : Pending.begun(call);
    return answer.whenComplete((result, failure) -> end(queue));
  }

  private void end(String queue) {
    calls.computeIfPresent(queue, (name, count) -> count == 1 ? null : count - 1);
  }
}
