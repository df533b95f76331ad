package selaras.store.redis;

import java.util.Optional;

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

  /**
   * What the next beat is to carry besides its time; empty: the connection is to be made anew.
   * Asked for after that time, by another thread than the one that reads, and may take time.
   */
  default Optional<String> beat() {
    return Optional.of("");
  }

  /**
   * A beat has come back: all that was published before this time, by the clock of the
   * subscription, was heard.
   *
   * @param carried what {@link #beat} gave it
   */
  default void confirmed(long sentNanos, String carried) {}

  /** The connection is lost, or was not made. */
  default void disconnected() {}
}
