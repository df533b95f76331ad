package selaras.queue;

import java.util.Optional;

/**
 * A message.
 *
 * @param id unique in its queue; starts with the partition and the place in its order
 * @param body JSON text that the queue never looks into
 * @param key as it was produced with
 */
public record Message(String id, String body, Optional<String> key) {}
