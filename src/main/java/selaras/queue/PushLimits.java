package selaras.queue;

/**
 * The bounds of sending messages to those who subscribed.
 *
 * @param subscribersMax who may subscribe on one node
 * @param creditMax messages one of them may have unacknowledged
 */
public record PushLimits(int subscribersMax, int creditMax) {
  public PushLimits {
    if (subscribersMax < 1 || creditMax < 1) {
      throw new IllegalArgumentException(
          "queue.subscribers.max=%d and queue.credit.max=%d must be at least 1"
              .formatted(subscribersMax, creditMax));
    }
  }
}
