package selaras.queue;

import java.time.Duration;

/**
 * A message that was delivered as often as allowed and never acknowledged.
 *
 * @param message what was sent
 * @param deliveries how often it was delivered
 * @param deadFor since it was given up
 */
public record DeadLetter(Message message, int deliveries, Duration deadFor) {}
