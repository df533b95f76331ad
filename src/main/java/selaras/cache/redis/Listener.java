package selaras.cache.redis;

import java.util.UUID;
import java.util.function.LongSupplier;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.exceptions.JedisException;
import selaras.cache.Invalidations;
import selaras.cluster.NodeId;

/** Hears one connection: turns what Redis delivers into calls of {@link Invalidations}. */
final class Listener extends JedisPubSub {
  private final ChannelSettings settings;
  private final Invalidations invalidations;
  private final Runnable onConnected;
  private final String beatChannel;
  private final long startedAtNanos;
  private volatile boolean connected;

  Listener(
      NodeId self,
      ChannelSettings settings,
      Invalidations invalidations,
      LongSupplier nanos,
      Runnable onConnected) {
    this.settings = settings;
    this.invalidations = invalidations;
    this.onConnected = onConnected;
    // unlike any other's, even that of an earlier life of this node
    this.beatChannel = settings.shared() + ":beat:" + self + ":" + UUID.randomUUID();
    this.startedAtNanos = nanos.getAsLong();
  }

  String[] channels() {
    return new String[] {settings.invalidations(), settings.shared(), beatChannel};
  }

  String beatChannel() {
    return beatChannel;
  }

  boolean isConnected() {
    return connected;
  }

  @Override
  public void onSubscribe(String channel, int subscribed) {
    if (subscribed == channels().length) {
      connected = true;
      invalidations.connected(startedAtNanos);
      onConnected.run();
    }
  }

  @Override
  public void onMessage(String channel, String message) {
    if (channel.equals(beatChannel)) {
      invalidations.confirmed(Long.parseLong(message));
      return;
    }
    // a key may contain the bar, a node's name cannot
    int bar = message.lastIndexOf('|');
    if (bar < 0) {
      return;
    }
    String key = message.substring(0, bar);
    String node = message.substring(bar + 1);
    if (channel.equals(settings.invalidations())) {
      invalidations.written(key, node);
    } else {
      invalidations.read(key, node);
    }
  }

  /** Ends the subscription from another thread; a dead connection ends by its silence. */
  void end() {
    try {
      unsubscribe();
    } catch (JedisException e) {
      // it is gone already
      connected = false;
    }
  }
}
