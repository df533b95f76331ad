package selaras.webhook;

import java.util.Optional;

/**
 * Send the messages of a queue somewhere, from now on.
 *
 * @param webhook with a secret
 * @param isSecretDrawn then it yields to the one the queue's webhook has
 * @param requestId sent again it changes nothing more, and has the same answer
 */
public record PutWebhook(Webhook webhook, boolean isSecretDrawn, Optional<String> requestId) {
  /**
   * What became of it, when its request id, if it has one, came first.
   *
   * @param webhook as it was then
   * @param isSecretNew whether its secret was drawn for this call, so that the caller has to be
   *     told
   */
  public record Done(Webhook webhook, boolean isSecretNew) {}
}
