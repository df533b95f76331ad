package selaras.cache.redis;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import selaras.cache.Partitions;
import selaras.limits.Bound;
import selaras.store.redis.SubscriptionSettings;

/**
 * How the nodes tell each other, and what Redis remembers for them.
 *
 * @param partitions into which the keys are divided
 * @param invalidations the channel of {@code key|sender} for what was written over or deleted
 * @param changes the channel of {@code number|number before|key|sender} for every change
 * @param shared the channel of {@code key|reader} for what was loaded
 * @param questions the channel of {@code partition|number|writer} with which a strict writer asks
 * @param beat how often a node proves to itself that no message is missing
 * @param maxSilence how long a subscription without a message is believed in
 * @param maxBackoff the longest pause between two attempts to subscribe
 * @param answerMemory how long the answer to a request id is remembered
 */
public record ChannelSettings(
    Partitions partitions,
    String invalidations,
    String changes,
    String shared,
    String questions,
    Duration beat,
    Duration maxSilence,
    Duration maxBackoff,
    Duration answerMemory) {
  public ChannelSettings {
    if (Stream.of(invalidations, changes, shared, questions).anyMatch(String::isBlank)
        || Set.copyOf(List.of(invalidations, changes, shared, questions)).size() < 4) {
      throw new IllegalArgumentException(
          "cache.channel, .changes, .shared and .questions must be four names: %s, %s, %s, %s"
              .formatted(invalidations, changes, shared, questions));
    }
    Bound.atLeast("cache.beat_ms", 1, beat);
    Bound.atLeast("cache.backoff.max_ms", 1, maxBackoff);
    Bound.atLeast("cache.request.memory_ms", 1, answerMemory);
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

  /** The channel of {@code partition|number|node} for answers to one writer. */
  String answersTo(String writer) {
    return questions + ":" + writer;
  }
}
