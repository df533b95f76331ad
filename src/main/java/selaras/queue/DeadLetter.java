package selaras.queue;

import java.time.Duration;

/**
 * A message that was given up.
 *
 * @param message what was sent
 * @param reason why
 * @param deliveries how often it was delivered
 * @param deadFor since it was given up
 * @param sinceFirstDelivery since it was delivered first
 * @param sinceLastDelivery since it was delivered last
 */
public record DeadLetter(
    Message message,
    Reason reason,
    int deliveries,
    Duration deadFor,
    Duration sinceFirstDelivery,
    Duration sinceLastDelivery) {
  /** Why a message was given up. */
  public enum Reason {
    /** Delivered as often as allowed and never acknowledged. */
    MAX_DELIVERIES,
    /** A consumer said that it never can be worked on. */
    REJECTED
  }
}
