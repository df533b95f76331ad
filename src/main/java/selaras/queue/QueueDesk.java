package selaras.queue;

import java.util.List;

/**
 * What those who run a queue do with it: look, purge, send dead letters again. Each partition is
 * looked at and worked on in one atomic step, the queue as a whole is not.
 *
 * <p>Thread-safe. An unknown queue looks empty. Calls throw {@link
 * selaras.store.StoreUnavailableException} as those of {@link WorkQueue} do.
 */
public interface QueueDesk {
  QueueStats stats(String queue);

  /** The same of one partition. */
  QueueStats stats(Partition partition);

  /** The oldest messages to be had, at most so many, partition after partition. */
  List<PeekedMessage> peek(String queue, int max);

  /**
   * Dead letters, partition after partition in the order of production, at most so many.
   *
   * @param after the message id of the last one of the page before, or {@code ""}
   */
  List<DeadLetter> deadLetters(String queue, String after, int max);

  /** The new message ids, in the order of the old ones. */
  List<String> redrive(String queue, Redrive command);

  /** How many messages were removed. */
  long purge(String queue, Purge command);
}
