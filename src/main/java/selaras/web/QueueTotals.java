package selaras.web;

import java.util.Collection;
import selaras.queue.QueueStats;

/**
 * Queues as one.
 *
 * @param queues how many are added up
 * @param all whether these are all there are
 */
record QueueTotals(
    int queues,
    boolean all,
    long depth,
    long inFlight,
    long delayed,
    long waiting,
    long dead,
    long oldestAgeMs) {

  static QueueTotals of(Collection<QueueStats> each, boolean all) {
    QueueStats sum = each.stream().reduce(QueueStats.NONE, QueueStats::plus);
    return new QueueTotals(
        each.size(),
        all,
        sum.depth(),
        sum.inFlight(),
        sum.delayed(),
        sum.waiting(),
        sum.dead(),
        sum.oldestAge().toMillis());
  }
}
