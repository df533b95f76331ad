package selaras.cache.redis;

import java.util.Set;
import selaras.cache.Invalidations;
import selaras.store.redis.Listener;

/** Turns what Redis delivers into calls of {@link Invalidations}. */
public final class CacheMessages implements Listener {
  private final ChannelSettings settings;
  private final Invalidations invalidations;

  public CacheMessages(ChannelSettings settings, Invalidations invalidations) {
    this.settings = settings;
    this.invalidations = invalidations;
  }

  /** What to listen to. */
  public Set<String> channels() {
    return Set.of(settings.invalidations(), settings.shared());
  }

  @Override
  public void connected(long sinceNanos) {
    invalidations.connected(sinceNanos);
  }

  @Override
  public void heard(String channel, String message) {
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

  @Override
  public void confirmed(long sentNanos) {
    invalidations.confirmed(sentNanos);
  }

  @Override
  public void disconnected() {
    invalidations.disconnected();
  }
}
