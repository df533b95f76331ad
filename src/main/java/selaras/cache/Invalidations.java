package selaras.cache;

/**
 * What a node hears from the others. Called by one thread at a time, but for {@link #heard}.
 * Messages may come late, twice, in another order or not at all: what is served stays within the
 * bound. Only the states M and E rely on hearing of each load.
 */
public interface Invalidations {

  /**
   * A beat came back: the origin had made these changes, by partition, at some time after the beat
   * began. What was published before it should have been handed over by now; what was not is lost.
   * The first beat of a subscription begins its life.
   *
   * @param atNanos when the beat began, by this node's monotonic clock
   */
  void confirmed(long atNanos, long[] sequences);

  /** Messages may have been lost, and more will be. */
  void disconnected();

  /** A node changed a key. */
  void changed(Change change);

  /** Somebody says that the key was written or deleted. */
  void written(String key, String sender);

  /** A node loaded a copy of the key. */
  void read(String key, String reader);

  /**
   * A writer waits until this node serves nothing older than that change.
   *
   * @return the last change of the partition of which that is true, this one or a later
   */
  long asked(int partition, long sequence);

  /** A node serves nothing older than that change, to which a writer here may be waiting. */
  void acknowledged(String node, int partition, long sequence);

  /** The last change heard of, by partition. */
  long[] heard();
}
