package selaras.lock;

/**
 * Follows what happens to locks on one node. Called by the thread that applies the log, in the
 * order of the log and while the copy cannot change: has to be quick and must not throw.
 */
public interface LockListener {

  void happened(EventId id, LockEvent event);

  /** A command got this answer; after the events that it caused. */
  default void answered(LockOutcome outcome) {}

  /**
   * The copy was replaced by a snapshot: what happened up to there is not told.
   *
   * @param index of the last log entry that the snapshot contains
   * @param copy as it is now; for use during the call
   */
  void restored(long index, LockViews copy);
}
