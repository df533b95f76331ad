package selaras.queue;

/**
 * A message.
 *
 * @param id unique in its queue; starts with the partition and the place in its order
 * @param body JSON text that the queue never looks into
 */
public record Message(String id, String body) {}
