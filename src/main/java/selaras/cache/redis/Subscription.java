package selaras.cache.redis;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import selaras.cache.Invalidations;
import selaras.cluster.NodeId;
import selaras.store.redis.RedisStore;

/**
 * Keeps one connection subscribed to the other nodes' messages and hands them over in order.
 *
 * <p>Two daemon threads. One reads; when its connection is lost it says so first and then tries
 * again, after pauses that double up to a bound, with full jitter (Brooker, "Exponential backoff
 * and jitter", 2015). The other publishes a beat to a channel only this subscription listens to.
 * Redis carries out one command after the other, so a beat that comes back proves that all messages
 * published before it was sent have arrived; when none comes back in time the connection counts as
 * lost.
 */
public final class Subscription implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Subscription.class.getName());
  private static final long FIRST_PAUSE_MILLIS = 20;

  private final NodeId self;
  private final RedisStore store;
  private final ChannelSettings settings;
  private final Invalidations invalidations;
  private final LongSupplier nanos;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Listener listener;
  private volatile boolean wasConnected = true;

  /**
   * @param nanos the monotonic clock of the cache
   */
  public Subscription(
      NodeId self,
      RedisStore store,
      ChannelSettings settings,
      Invalidations invalidations,
      LongSupplier nanos) {
    this.self = self;
    this.store = store;
    this.settings = settings;
    this.invalidations = invalidations;
    this.nanos = nanos;
  }

  /** Starts the threads; to be called once. */
  public void start() {
    Thread.ofPlatform().daemon().name("cache-subscription").start(this::run);
    Thread.ofPlatform().daemon().name("cache-beat").start(this::beat);
  }

  private void run() {
    long pauseMillis = FIRST_PAUSE_MILLIS;
    do {
      boolean connected = subscribeUntilLost();
      pauseMillis = connected ? FIRST_PAUSE_MILLIS : doubled(pauseMillis);
    } while (!isClosedWithin(ThreadLocalRandom.current().nextLong(pauseMillis) + 1));
  }

  private boolean subscribeUntilLost() {
    Listener mine = new Listener(self, settings, invalidations, nanos, this::connected);
    listener = mine;
    try {
      store.subscribe(mine, settings.maxSilence(), mine.channels());
    } catch (RuntimeException e) {
      disconnected(e);
    } finally {
      listener = null;
      invalidations.disconnected();
    }
    return mine.isConnected();
  }

  private void beat() {
    while (!isClosedWithin(settings.beat().toMillis())) {
      Listener current = listener;
      if (current != null && current.isConnected()) {
        try {
          String now = Long.toString(nanos.getAsLong());
          store.call(client -> client.publish(current.beatChannel(), now));
        } catch (RuntimeException e) {
          LOG.log(Level.FINE, "a beat of the cache's subscription was not sent", e);
        }
      }
    }
  }

  private void connected() {
    if (!wasConnected) {
      LOG.info("the cache hears the other nodes again");
    }
    wasConnected = true;
  }

  private void disconnected(RuntimeException e) {
    if (wasConnected && closed.getCount() > 0) {
      LOG.warning("the cache hears no other node; every read goes to Redis: " + e.getMessage());
    }
    wasConnected = false;
  }

  private long doubled(long pauseMillis) {
    Duration next = Duration.ofMillis(pauseMillis * 2);
    return next.compareTo(settings.maxBackoff()) < 0
        ? next.toMillis()
        : settings.maxBackoff().toMillis();
  }

  private boolean isClosedWithin(long millis) {
    try {
      return closed.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  @Override
  public void close() {
    closed.countDown();
    Listener current = listener;
    if (current != null) {
      current.end();
    }
  }
}
