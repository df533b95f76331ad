package selaras.cache.redis;

import java.time.Duration;
import selaras.store.redis.SubscriptionSettings;

/**
 * How the nodes tell each other, and what Redis remembers for them.
 *
 * @param invalidations the channel of {@code key|sender} for what was written
 * @param shared the channel of {@code key|reader} for what was loaded
 * @param beat how often a node proves to itself that messages still arrive
 * @param maxSilence how long a subscription without a message is believed in
 * @param maxBackoff the longest pause between two attempts to subscribe
 * @param versionMemory how long the version of an entry that is gone is remembered
 * @param answerMemory how long the answer to a request id is remembered
 */
public record ChannelSettings(
    String invalidations,
    String shared,
    Duration beat,
    Duration maxSilence,
    Duration maxBackoff,
    Duration versionMemory,
    Duration answerMemory) {
  public ChannelSettings {
    if (invalidations.isBlank() || shared.isBlank() || invalidations.equals(shared)) {
      throw new IllegalArgumentException(
          "cache.channel and cache.channel.shared must be two names: '%s', '%s'"
              .formatted(invalidations, shared));
    }
    requirePositive("cache.beat_ms", beat);
    requirePositive("cache.backoff.max_ms", maxBackoff);
    requirePositive("cache.version.memory_ms", versionMemory);
    requirePositive("cache.request.memory_ms", answerMemory);
    if (maxSilence.compareTo(beat.multipliedBy(2)) < 0) {
      throw new IllegalArgumentException(
          "cache.silence.max_ms=%d must be at least twice cache.beat_ms=%d"
              .formatted(maxSilence.toMillis(), beat.toMillis()));
    }
  }

  /** How the subscription to the channels is kept. */
  public SubscriptionSettings subscription() {
    return new SubscriptionSettings(beat, maxSilence, maxBackoff);
  }

  private static void requirePositive(String key, Duration duration) {
    if (duration.toMillis() < 1) {
      throw new IllegalArgumentException(key + " must be at least 1: " + duration.toMillis());
    }
  }
}
