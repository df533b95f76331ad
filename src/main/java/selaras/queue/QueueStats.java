package selaras.queue;

import java.time.Duration;

/**
 * A queue at one moment, its totals since it was first used, and its rates in the last 10 to 20
 * seconds.
 *
 * @param depth messages that a consumer would get now
 * @param inFlight messages under a lease
 * @param delayed messages held back by a delay
 * @param waiting messages behind another of their key that is not settled
 * @param dead dead letters
 * @param oldestAge since the oldest of {@code depth} was produced; zero when there is none
 * @param produced messages ever stored, those sent again included
 * @param delivered deliveries ever made
 * @param acknowledged messages ever acknowledged, automatically or by receipt
 * @param producedPerSecond and the two after it: zero when nobody has sampled yet
 */
public record QueueStats(
    long depth,
    long inFlight,
    long delayed,
    long waiting,
    long dead,
    Duration oldestAge,
    long produced,
    long delivered,
    long acknowledged,
    double producedPerSecond,
    double deliveredPerSecond,
    double acknowledgedPerSecond) {
  /** Of a queue that was never used. */
  public static final QueueStats NONE =
      new QueueStats(0, 0, 0, 0, 0, Duration.ZERO, 0, 0, 0, 0, 0, 0);

  /** Both partitions as one. */
  public QueueStats plus(QueueStats other) {
    return new QueueStats(
        depth + other.depth,
        inFlight + other.inFlight,
        delayed + other.delayed,
        waiting + other.waiting,
        dead + other.dead,
        oldestAge.compareTo(other.oldestAge) >= 0 ? oldestAge : other.oldestAge,
        produced + other.produced,
        delivered + other.delivered,
        acknowledged + other.acknowledged,
        producedPerSecond + other.producedPerSecond,
        deliveredPerSecond + other.deliveredPerSecond,
        acknowledgedPerSecond + other.acknowledgedPerSecond);
  }
}
