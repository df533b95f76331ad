package selaras.store.redis;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Looks at an interval who is in charge, and soon when somebody suspects that it has changed; in a
 * daemon thread of its own, so that no caller pays for it. Begins when somebody first wants to
 * know.
 */
final class Lookout implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Lookout.class.getName());

  /** Between two looks, however many suspect something. */
  private static final long PAUSE_MILLIS = 50;

  private final Runnable look;
  private final long everyMillis;
  private final BlockingQueue<Boolean> suspicion = new ArrayBlockingQueue<>(1);
  private final CountDownLatch first = new CountDownLatch(1);
  private final AtomicBoolean begun = new AtomicBoolean();
  private final Thread thread;

  /**
   * @param look bounded in time; may throw
   */
  Lookout(String name, Runnable look, Duration every) {
    this.look = look;
    this.everyMillis = every.toMillis();
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
  }

  void suspect() {
    suspicion.offer(Boolean.TRUE);
  }

  /** Waits for the end of the first look. */
  void awaitFirst(Duration atMost) {
    if (begun.compareAndSet(false, true)) {
      thread.start();
    }
    try {
      first.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (true) {
        lookSafely();
        first.countDown();
        Thread.sleep(PAUSE_MILLIS);
        suspicion.poll(everyMillis, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void lookSafely() {
    try {
      look.run();
    } catch (RuntimeException e) {
      LOG.log(Level.FINE, "a look at the servers of Redis failed", e);
    }
  }

  /** Ends after the look that is under way, for which it waits a second at most. */
  @Override
  public void close() {
    begun.set(true);
    thread.interrupt();
    try {
      thread.join(1000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
