package selaras.cache.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import selaras.cluster.NodeId;
import selaras.store.StoreUnavailableException;
import selaras.store.redis.LuaScript;
import selaras.store.redis.RedisStore;

/**
 * Strikes copies that this node no longer has from the directory, in a thread of its own, those of
 * {@value #LINGER_MILLIS} ms together. At most {@value #LIMIT} wait; more are forgotten, as are
 * those that meet a Redis that does not answer. A forgotten one makes the next reader of its key S
 * where it could have been E, no more.
 */
final class Departures implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Departures.class.getName());
  private static final int LIMIT = 10_000;
  private static final int BATCH = 200;
  private static final int LINGER_MILLIS = 10;
  private static final LuaScript LEAVE = LuaScript.load("cache/leave");

  private record Departure(EntryKeys keys, long ticket) {}

  private final String self;
  private final RedisStore store;

  /** How many can be struck at once: in a Redis Cluster a script has keys of one slot. */
  private final int batch;

  private final BlockingQueue<Departure> waiting = new ArrayBlockingQueue<>(LIMIT);
  private final Thread thread;
  private volatile boolean closed;

  Departures(NodeId self, RedisStore store) {
    this.self = self.value();
    this.store = store;
    this.batch = store.isPartitioned() ? 1 : BATCH;
    this.thread = Thread.ofPlatform().daemon().name("cache-departures").start(this::run);
  }

  void add(EntryKeys keys, long ticket) {
    waiting.offer(new Departure(keys, ticket));
  }

  private void run() {
    try {
      while (!closed || !waiting.isEmpty()) {
        Departure next = waiting.poll(100, TimeUnit.MILLISECONDS);
        if (next != null) {
          letMoreCome();
          List<Departure> some = new ArrayList<>(batch);
          some.add(next);
          waiting.drainTo(some, batch - 1);
          strike(some);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void letMoreCome() throws InterruptedException {
    if (waiting.size() < batch - 1 && !closed) {
      Thread.sleep(LINGER_MILLIS);
    }
  }

  private void strike(List<Departure> departures) {
    List<String> keys = departures.stream().map(left -> left.keys().entry()).toList();
    List<String> holders = departures.stream().map(left -> self + ":" + left.ticket()).toList();
    try {
      store.run(LEAVE, keys, holders);
    } catch (StoreUnavailableException e) {
      waiting.clear();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "copies that are gone were not struck from the directory", e);
    }
  }

  /** Ends the thread after what waits, within a second. */
  @Override
  public void close() {
    closed = true;
    try {
      thread.join(1000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread.interrupt();
  }
}
