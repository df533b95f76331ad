package selaras.queue;

import java.util.List;

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
}
