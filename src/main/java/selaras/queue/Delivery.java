package selaras.queue;

/**
 * A message handed to a consumer.
 *
 * @param message what was sent
 * @param receipt what the consumer answers with; of no use when the message was taken with {@code
 *     autoAck}
 */
public record Delivery(Message message, Receipt receipt) {
  /** How often the message has been delivered, this time included. */
  public int deliveries() {
    return receipt.delivery();
  }
}
