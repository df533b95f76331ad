package selaras.store.redis;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.exceptions.JedisException;

/**
 * One connection of a {@link Subscription}: the channels it asked for and what it hears on them.
 *
 * <p>The thread that subscribed reads; others may add and remove channels, one at a time.
 */
final class PubSubConnection extends JedisPubSub {
  private final String beatChannel;
  private final Listener listener;
  private final Runnable onComplete;
  private final Set<String> asked;
  private final int channelsAtFirst;
  private final Beats beats = new Beats();
  private final AtomicInteger unconfirmed = new AtomicInteger();
  private volatile boolean complete;

  /**
   * @param channels to begin with
   * @param onComplete is run when it listens to all of them
   */
  PubSubConnection(
      String beatChannel, Set<String> channels, Listener listener, Runnable onComplete) {
    this.beatChannel = beatChannel;
    this.listener = listener;
    this.onComplete = onComplete;
    this.asked = new HashSet<>(channels);
    asked.add(beatChannel);
    this.channelsAtFirst = asked.size();
  }

  String[] channelsAtFirst() {
    return asked.toArray(String[]::new);
  }

  String beatChannel() {
    return beatChannel;
  }

  /** Whether it has listened to all the channels it began with. */
  boolean isComplete() {
    return complete;
  }

  /** Listens to a channel more; does nothing before the connection is complete. */
  void add(String channel) {
    if (complete && asked.add(channel)) {
      trying(() -> subscribe(channel));
    }
  }

  void remove(String channel) {
    if (complete && asked.remove(channel)) {
      trying(() -> unsubscribe(channel));
    }
  }

  @Override
  public void onSubscribe(String channel, int subscribed) {
    if (!complete && subscribed == channelsAtFirst) {
      complete = true;
      onComplete.run();
    }
    listener.listening(channel);
  }

  @Override
  public void onMessage(String channel, String message) {
    if (channel.equals(beatChannel)) {
      beats.heard(message).ifPresent(this::confirmed);
    } else {
      listener.heard(channel, message);
    }
  }

  private void confirmed(Beats.Beat beat) {
    unconfirmed.set(0);
    listener.confirmed(beat.nanos(), beat.carried());
  }

  /** Counts a beat; how many there are since the last one that came back. */
  int beatSent() {
    return unconfirmed.incrementAndGet();
  }

  /** Ends the subscription from another thread; a dead connection ends by its silence. */
  void end() {
    trying(this::unsubscribe);
  }

  /** A connection that is gone is noticed by its reader. */
  private static void trying(Runnable command) {
    try {
      command.run();
    } catch (JedisException e) {
      System.getLogger(PubSubConnection.class.getName())
          .log(System.Logger.Level.DEBUG, "not sent on a lost subscription", e);
    }
  }
}
