package selaras.queue;

import java.time.Duration;

/**
 * A queue at one moment, and its totals since it was first used.
 *
 * @param depth messages that a consumer would get now
 * @param inFlight messages under a lease
 * @param delayed messages held back after a nack with a delay
 * @param dead dead letters
 * @param oldestAge since the oldest of {@code depth} was produced; zero when there is none
 * @param produced messages ever stored
 * @param delivered deliveries ever made
 * @param acknowledged messages ever acknowledged, automatically or by receipt
 */
public record QueueStats(
    long depth,
    long inFlight,
    long delayed,
    long dead,
    Duration oldestAge,
    long produced,
    long delivered,
    long acknowledged) {
  /** Both partitions as one. */
  public QueueStats plus(QueueStats other) {
    return new QueueStats(
        depth + other.depth,
        inFlight + other.inFlight,
        delayed + other.delayed,
        dead + other.dead,
        oldestAge.compareTo(other.oldestAge) >= 0 ? oldestAge : other.oldestAge,
        produced + other.produced,
        delivered + other.delivered,
        acknowledged + other.acknowledged);
  }
}
