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
  /** Adds a webhook or replaces that of the queue; false if it would be one too many. */
  boolean put(Webhook webhook);

  Optional<Webhook> get(String queue);

  /** False if there is none. */
  boolean remove(String queue);

  List<Webhook> all();
}
