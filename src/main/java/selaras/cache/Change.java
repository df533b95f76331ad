package selaras.cache;

/**
 * A change of a key, as all nodes are told of it.
 *
 * @param sender the node that made it
 * @param before the number of the change of its partition before this one; 0 for the first
 * @param sequence its own number
 */
public record Change(String key, String sender, long before, long sequence) {}
