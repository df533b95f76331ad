package selaras.queue;

import selaras.limits.Bound;

/**
 * The bounds of sending messages to those who subscribed.
 *
 * @param subscribersMax who may subscribe on one node
 * @param creditMax messages one of them may have unacknowledged
 */
public record PushLimits(int subscribersMax, int creditMax) {
  public PushLimits {
    Bound.atLeast("queue.subscribers.max", 1, subscribersMax);
    Bound.atLeast("queue.credit.max", 1, creditMax);
  }
}
