package selaras.webhook;

import java.net.URI;
import java.time.Duration;

/**
 * Where the messages of a queue are sent.
 *
 * @param url of one of the {@link AllowedHosts}
 * @param secret signs each message; known to the receiver
 * @param maxInFlight calls under way at once
 * @param timeout how long one call may take
 */
public record Webhook(String queue, URI url, String secret, int maxInFlight, Duration timeout) {}
