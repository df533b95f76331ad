package selaras.webhook;

import java.util.List;
import java.util.Optional;

/**
 * Which webhooks there are, for all nodes; at most one of each queue.
 *
 * <p>Thread-safe. Calls throw {@link selaras.store.StoreUnavailableException} within a bounded time
 * when the store does not answer.
 */
public interface Webhooks {
  /** Adds a webhook or replaces that of the queue; empty if it would be one too many. */
  Optional<PutWebhook.Done> put(PutWebhook command);

  Optional<Webhook> get(String queue);

  /**
   * False if there is none.
   *
   * @param requestId sent again it removes no later webhook of the queue
   */
  boolean remove(String queue, Optional<String> requestId);

  List<Webhook> all();
}
