package selaras.webhook;

import java.util.concurrent.CompletableFuture;
import selaras.queue.Delivery;

/** Sends one message. */
public interface WebhookCalls {
  /**
   * Calls the address of the webhook.
   *
   * @return the status of the answer; fails when there is none within {@link Webhook#timeout}
   */
  CompletableFuture<Integer> call(Webhook webhook, Delivery delivery);
}
