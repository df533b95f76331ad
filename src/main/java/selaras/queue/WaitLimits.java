package selaras.queue;

import java.time.Duration;
import selaras.limits.Bound;

/**
 * The bounds of waiting for messages on one node.
 *
 * @param waitMax the longest wait
 * @param waitersOfQueue who may wait for one queue
 * @param waitersOfNode who may wait for all queues together
 * @param poll how often a queue is looked at for those who wait, should the bell not have rung
 */
public record WaitLimits(Duration waitMax, int waitersOfQueue, int waitersOfNode, Duration poll) {
  public WaitLimits {
    Bound.atLeast("queue.wait.max_ms", 1, waitMax);
    Bound.atLeast("queue.waiters.max", 1, waitersOfQueue);
    Bound.atLeast("queue.waiters.node_max", 1, waitersOfNode);
    Bound.atLeast("queue.wait.poll_ms", 1, poll);
  }
}
