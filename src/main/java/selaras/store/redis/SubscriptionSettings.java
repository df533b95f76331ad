package selaras.store.redis;

import java.time.Duration;

/**
 * How a {@link Subscription} looks after its connection. The keys that these come from are checked
 * where they are known by name.
 *
 * @param beat how often it proves to itself that messages still arrive
 * @param maxSilence how long a connection without a message is believed in; longer than a beat
 * @param maxBackoff the longest pause between two attempts to connect
 */
public record SubscriptionSettings(Duration beat, Duration maxSilence, Duration maxBackoff) {}
