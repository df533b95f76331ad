package selaras.queue;

import java.util.List;

/** What a {@link Housekeeper} works on. */
public interface DueLeases {
  /** The names of all known queues. */
  List<String> queues();

  /**
   * Makes messages available again whose lease or delay is over, or dead letters of those delivered
   * too often. Atomic; harmless when several nodes do it at once.
   *
   * @return how many were moved; a bounded number per call
   */
  int giveBack(Partition partition);
}
