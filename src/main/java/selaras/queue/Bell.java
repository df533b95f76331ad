package selaras.queue;

/**
 * Rings on this node when messages of a queue may have become ready, on whichever node that was
 * made. It may ring for nothing, and it may fail to ring: whoever waits looks now and then, too.
 *
 * <p>Thread-safe; no call waits.
 */
public interface Bell {
  /** Rings for this queue, too; once as soon as it does, since there may have been something. */
  void listen(String queue);

  void ignore(String queue);
}
