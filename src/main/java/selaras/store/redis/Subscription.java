package selaras.store.redis;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import selaras.store.StoreUnavailableException;

/**
 * Keeps one connection subscribed to some channels and hands over in order what it hears.
 *
 * <p>Two daemon threads. One reads; when its connection is lost it says so first and then tries
 * again, after pauses that double up to a bound, with full jitter (Brooker, "Exponential backoff
 * and jitter", 2015). The other publishes a beat to a channel only this subscription listens to.
 * Redis carries out one command after the other, so a beat that comes back proves that all messages
 * published before it was sent have arrived; when none comes back in time the connection counts as
 * lost. In a Redis Cluster any master passes on what was published at the others, so a beat is sent
 * by way of each of them, and the next connection may be to another master.
 *
 * <p>Thread-safe: channels come and go while it is connected, and outlast the connection.
 */
public final class Subscription implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Subscription.class.getName());
  private static final long FIRST_PAUSE_MILLIS = 20;

  private final String name;
  private final RedisStore store;
  private final SubscriptionSettings settings;
  private final Listener listener;
  private final LongSupplier nanos;
  private final Set<String> channels;
  private final Semaphore due = new Semaphore(0);
  private final CountDownLatch closed = new CountDownLatch(1);
  private PubSubConnection connection;
  private volatile boolean wasConnected = true;

  /**
   * @param name whose it is, for threads and the log
   * @param channels to begin with
   * @param nanos a monotonic clock
   */
  public Subscription(
      String name,
      RedisStore store,
      SubscriptionSettings settings,
      Set<String> channels,
      Listener listener,
      LongSupplier nanos) {
    this.name = name;
    this.store = store;
    this.settings = settings;
    this.channels = new HashSet<>(channels);
    this.listener = listener;
    this.nanos = nanos;
  }

  /** Starts the threads; to be called once. */
  public void start() {
    Thread.ofPlatform().daemon().name(name + "-subscription").start(this::run);
    Thread.ofPlatform().daemon().name(name + "-beat").start(this::beat);
  }

  /** Listens to a channel more, from {@link Listener#listening} on; does not wait. */
  public synchronized void add(String channel) {
    if (channels.add(channel) && connection != null) {
      connection.add(channel);
    }
  }

  public synchronized void remove(String channel) {
    if (channels.remove(channel) && connection != null) {
      connection.remove(channel);
    }
  }

  private void run() {
    long pauseMillis = FIRST_PAUSE_MILLIS;
    do {
      boolean connected = subscribeUntilLost();
      pauseMillis = connected ? FIRST_PAUSE_MILLIS : doubled(pauseMillis);
    } while (!isClosedWithin(ThreadLocalRandom.current().nextLong(pauseMillis) + 1));
  }

  private boolean subscribeUntilLost() {
    PubSubConnection mine = open();
    try {
      store.subscribe(mine, settings.maxSilence(), mine.channelsAtFirst());
    } catch (RuntimeException e) {
      lost(e);
    } finally {
      forget();
      listener.disconnected();
    }
    return mine.isComplete();
  }

  private synchronized PubSubConnection open() {
    // a beat unlike any other's, even that of an earlier life of this node
    String beatChannel = "selaras:beat:" + name + ":" + UUID.randomUUID();
    long since = nanos.getAsLong();
    connection = new PubSubConnection(beatChannel, channels, listener, () -> complete(since));
    return connection;
  }

  private void complete(long since) {
    if (!wasConnected) {
      LOG.info(name + ": the subscription in Redis is there again");
    }
    wasConnected = true;
    addLateChannels();
    listener.connected(since);
    due.release();
  }

  /** Channels may have come while the connection was made. */
  private synchronized void addLateChannels() {
    channels.forEach(connection::add);
  }

  private synchronized void forget() {
    connection = null;
  }

  private void lost(RuntimeException e) {
    if (wasConnected && closed.getCount() > 0) {
      LOG.warning(name + ": the subscription in Redis is lost: " + e.getMessage());
    }
    wasConnected = false;
  }

  private void beat() {
    while (closed.getCount() > 0) {
      PubSubConnection current = current();
      if (current != null && current.isComplete()) {
        try {
          beat(current);
        } catch (StoreUnavailableException e) {
          LOG.log(Level.FINE, "a beat of a subscription was not sent", e);
        } catch (RuntimeException | Error e) {
          // the next beat is tried all the same
          LOG.log(Level.WARNING, "a beat of a subscription failed", e);
        }
      }
      awaitNextBeat();
    }
  }

  private void beat(PubSubConnection current) {
    long now = nanos.getAsLong();
    Optional<String> carried = listener.beat();
    carried.ifPresent(
        text ->
            store.publishByEach(
                current.beatChannel(), servers -> Beats.message(now, servers, text)));
    boolean isDeaf = current.beatSent() > settings.maxSilence().dividedBy(settings.beat());
    if (carried.isEmpty() || isDeaf) {
      // if deaf, the connection is alive, but not all messages find the way to its server
      current.end();
    }
  }

  /** The first beat of a connection is due at once. */
  private void awaitNextBeat() {
    try {
      if (due.tryAcquire(settings.beat().toMillis(), TimeUnit.MILLISECONDS)) {
        due.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed.countDown();
    }
  }

  private synchronized PubSubConnection current() {
    return connection;
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
    due.release();
    PubSubConnection current = current();
    if (current != null) {
      current.end();
    }
  }
}
