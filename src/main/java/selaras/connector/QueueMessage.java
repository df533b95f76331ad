package selaras.connector;

import java.util.Optional;

/**
 * One delivery of a message. Immutable.
 *
 * @param queue where it came from
 * @param id the same at each delivery: what to tell duplicates by
 * @param key messages of one key come in order, if the queue orders by key; empty: it has none
 * @param json what was sent, as JSON text
 * @param deliveries how often it has been delivered, this time included
 */
public record QueueMessage(
    String queue, String id, Optional<String> key, String json, int deliveries) {}
