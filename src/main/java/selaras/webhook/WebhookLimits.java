package selaras.webhook;

import java.time.Duration;
import selaras.limits.Bound;

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
    Bound.atLeast("queue.webhooks.max", 1, webhooksMax);
    Bound.atLeast("queue.webhook.in_flight", 1, inFlight);
    Bound.atLeast("queue.webhook.timeout_ms", 1, timeout);
    Bound.atLeast("queue.webhook.lease_ms", 1, lease);
    Bound.notUnder("queue.webhook.in_flight.max", inFlightMax, "queue.webhook.in_flight", inFlight);
    Bound.notUnder("queue.webhook.timeout.max_ms", timeoutMax, "queue.webhook.timeout_ms", timeout);
  }
}
