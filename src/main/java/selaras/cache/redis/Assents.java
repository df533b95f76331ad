package selaras.cache.redis;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import selaras.cluster.NodeId;
import selaras.store.StoreUnavailableException;
import selaras.store.redis.RedisStore;

/**
 * Answers strict writers, in a thread of its own, so that the one that listens never waits. At most
 * {@value #LIMIT} answers wait; one that is not sent makes its writer wait for longer, no more.
 */
final class Assents implements AutoCloseable {
  private static final int LIMIT = 10_000;

  private final String self;
  private final RedisStore store;
  private final ChannelSettings settings;
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(LIMIT),
          Thread.ofPlatform().daemon().name("cache-assents").factory(),
          new ThreadPoolExecutor.DiscardPolicy());

  Assents(NodeId self, RedisStore store, ChannelSettings settings) {
    this.self = self.value();
    this.store = store;
    this.settings = settings;
  }

  /** This node serves nothing older than that change. */
  void add(String writer, int partition, long sequence) {
    if (!writer.equals(self)) {
      thread.execute(() -> send(writer, Message.of(partition, sequence, self)));
    }
  }

  private void send(String writer, String text) {
    try {
      store.call(client -> client.publish(settings.answersTo(writer), text));
    } catch (StoreUnavailableException e) {
      thread.getQueue().clear();
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
