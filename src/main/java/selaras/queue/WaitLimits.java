package selaras.queue;

import java.time.Duration;

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
    requirePositive("queue.wait.max_ms", waitMax.toMillis());
    requirePositive("queue.waiters.max", waitersOfQueue);
    requirePositive("queue.waiters.node_max", waitersOfNode);
    requirePositive("queue.wait.poll_ms", poll.toMillis());
  }

  private static void requirePositive(String key, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(key + " must be at least 1: " + value);
    }
  }
}
