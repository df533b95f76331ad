package selaras.queue;

import java.util.List;
import java.util.function.Predicate;

/** What a {@link Housekeeper} works on. */
public interface DueLeases {
  /** The partitions of all known queues. */
  List<Partition> partitions();

  /**
   * Makes messages available again whose lease or delay is over, or dead letters of those delivered
   * too often, and samples the totals. Atomic; harmless when several nodes do it at once.
   *
   * @return how many were moved; a bounded number per call
   */
  int giveBack(Partition partition);

  /**
   * Brings deletions of queues to their end which a node that is gone has left in between.
   *
   * @param mine the partitions that the caller works on, of which the first of the queue is one
   */
  void finishDeletions(Predicate<Partition> mine);
}
