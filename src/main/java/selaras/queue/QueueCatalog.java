package selaras.queue;

import java.util.List;
import java.util.Optional;

/**
 * Which queues there are and what they are like. A queue comes into being with its first message,
 * as the configuration says, or with its definition.
 *
 * <p>Thread-safe. A node may know a definition that was changed less than {@link
 * QueueLimits#definitionAge} ago; partitions and ordering of a queue never change. Calls throw
 * {@link selaras.store.StoreUnavailableException} as those of {@link WorkQueue} do.
 */
public interface QueueCatalog {
  /**
   * Creates the queue, or changes all but its partitions and ordering.
   *
   * @param requestId the same id within {@link QueueLimits#rememberFor} changes nothing more
   */
  DefineOutcome define(String queue, QueueDefinition definition, Optional<String> requestId);

  /** Empty for a queue that does not exist. */
  Optional<QueueDefinition> definition(String queue);

  /**
   * Removes the queue with all its messages; takes {@link QueueLimits#definitionAge}, so that every
   * node has learnt of it before the messages go. Who comes while another deletes the queue awaits
   * the end of that. Cut off in between, it leaves a queue that takes no messages, until it is
   * deleted again or the owner of its first partition does it, some ten seconds later.
   *
   * @param requestId the same id within {@link QueueLimits#rememberFor} deletes no later queue of
   *     this name
   * @return false if there is no such queue
   */
  boolean delete(String queue, Optional<String> requestId);

  /** The names of the known queues after the given one, in order, at most so many. */
  List<String> names(String after, int max);
}
