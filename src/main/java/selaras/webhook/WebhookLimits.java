package selaras.webhook;

import java.time.Duration;

/**
 * The bounds of webhooks.
 *
 * @param webhooksMax of the cluster
 * @param inFlight calls under way at once when a webhook names no number
 * @param inFlightMax the most that it may name
 * @param timeout of a call when a webhook names none
 * @param timeoutMax the longest that it may name
 * @param lease of a message whose call is under way; extended as long as it is
 * @param backoff between two calls of a message
 */
public record WebhookLimits(
    int webhooksMax,
    int inFlight,
    int inFlightMax,
    Duration timeout,
    Duration timeoutMax,
    Duration lease,
    Backoff backoff) {
  public WebhookLimits {
    requirePositive("queue.webhooks.max", webhooksMax);
    requirePositive("queue.webhook.in_flight", inFlight);
    requirePositive("queue.webhook.timeout_ms", timeout.toMillis());
    requirePositive("queue.webhook.lease_ms", lease.toMillis());
    if (inFlightMax < inFlight) {
      throw new IllegalArgumentException(
          "queue.webhook.in_flight.max=%d must not be under queue.webhook.in_flight=%d"
              .formatted(inFlightMax, inFlight));
    }
    if (timeoutMax.compareTo(timeout) < 0) {
      throw new IllegalArgumentException(
          "queue.webhook.timeout.max_ms=%d must not be under queue.webhook.timeout_ms=%d"
              .formatted(timeoutMax.toMillis(), timeout.toMillis()));
    }
  }

  private static void requirePositive(String key, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(key + " must be at least 1: " + value);
    }
  }
}
