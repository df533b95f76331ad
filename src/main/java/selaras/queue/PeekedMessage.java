package selaras.queue;

import java.time.Duration;

/**
 * A message that is to be had, seen without being taken.
 *
 * @param message what was sent
 * @param deliveries how often it has been delivered so far
 * @param age since it was produced
 */
public record PeekedMessage(Message message, int deliveries, Duration age) {}
