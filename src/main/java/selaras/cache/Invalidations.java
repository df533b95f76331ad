package selaras.cache;

/**
 * What a node hears from the others. Called by one thread at a time, in the order in which the
 * messages of one key were sent.
 */
public interface Invalidations {
  /** From now on every message arrives, until {@link #disconnected}. */
  void connected(long atNanos);

  /** Every message sent before this time of this node's monotonic clock has been handed over. */
  void confirmed(long atNanos);

  /** Messages may have been lost. */
  void disconnected();

  /** A node wrote or deleted the key. */
  void written(String key, String sender);

  /** A node loaded a copy of the key. */
  void read(String key, String reader);
}
