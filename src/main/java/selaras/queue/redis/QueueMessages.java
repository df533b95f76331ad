package selaras.queue.redis;

import java.util.Set;
import java.util.function.Consumer;
import selaras.queue.Bell;
import selaras.queue.Settlements;
import selaras.store.redis.Listener;
import selaras.store.redis.RedisStore;
import selaras.store.redis.Subscription;
import selaras.store.redis.SubscriptionSettings;

/**
 * What the scripts of the queue publish: that a queue has messages, on a channel of the queue, and
 * what became of a watched delivery, on a channel of the node that watches. One connection hears
 * both. It listens to the channels of the queues that somebody here waits for; for all others
 * publishing has no receiver, which is what makes it cheap.
 *
 * <p>Thread-safe.
 */
public final class QueueMessages implements Bell, AutoCloseable {
  private static final String READY = "selaras:q:ready:";
  private static final String SETTLED = "selaras:q:settled:";

  private final Subscription subscription;
  private final Settlements settlements;
  private volatile Consumer<String> ringing = queue -> {};

  public QueueMessages(RedisStore store, SubscriptionSettings settings, Settlements settlements) {
    this.settlements = settlements;
    this.subscription =
        new Subscription(
            "queue",
            store,
            settings,
            Set.of(SETTLED + settlements.watcher()),
            new Heard(),
            System::nanoTime);
  }

  /**
   * To be called once.
   *
   * @param ring is told the queue; what it does must not take long
   */
  public void start(Consumer<String> ring) {
    ringing = ring;
    subscription.start();
  }

  @Override
  public void listen(String queue) {
    subscription.add(READY + PartitionKeys.escaped(queue));
  }

  @Override
  public void ignore(String queue) {
    subscription.remove(READY + PartitionKeys.escaped(queue));
  }

  @Override
  public void close() {
    subscription.close();
  }

  /** On the thread that reads. */
  private final class Heard implements Listener {
    @Override
    public void listening(String channel) {
      ring(channel);
    }

    @Override
    public void heard(String channel, String message) {
      if (channel.startsWith(SETTLED)) {
        String[] words = message.split(" ");
        settlements.heard(words[1], words[2], Long.parseLong(words[0]));
      } else {
        ring(channel);
      }
    }

    private void ring(String channel) {
      if (channel.startsWith(READY)) {
        ringing.accept(PartitionKeys.unescaped(channel.substring(READY.length())));
      }
    }
  }
}
