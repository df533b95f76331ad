package selaras.store.redis;

/**
 * Hears what a {@link Subscription} receives. Called by its one reading thread, in the order in
 * which Redis sent it; what takes time belongs elsewhere.
 */
public interface Listener {
  /**
   * A new connection listens to all channels.
   *
   * @param sinceNanos when it was begun, by the clock of the subscription; nothing published before
   *     this call is sure to be heard
   */
  default void connected(long sinceNanos) {}

  /** From now on nothing published on this channel is missed; said anew by each connection. */
  default void listening(String channel) {}

  /** A message on one of the channels. */
  void heard(String channel, String message);

  /** All that was published before this time, by the clock of the subscription, was heard. */
  default void confirmed(long sentNanos) {}

  /** The connection is lost, or was not made. */
  default void disconnected() {}
}
