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
   * What became of it.
   *
   * @param webhook as it is now
   * @param isSecretNew whether the drawn secret is in force, which nobody knows yet
   */
  public record Done(Webhook webhook, boolean isSecretNew) {}
}
