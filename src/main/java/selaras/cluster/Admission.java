package selaras.cluster;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets calls in until the node stops, and knows how many are under way; closed, it lets them end.
 *
 * <p>Thread-safe. Closed once and for good.
 */
public final class Admission {
  private final AtomicInteger underWay = new AtomicInteger();
  private final CountDownLatch empty = new CountDownLatch(1);
  private final List<Runnable> waits = new CopyOnWriteArrayList<>();
  private final List<Runnable> lines = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  /** Whether a call may begin; one that may has to {@link #leave}. */
  public boolean enter() {
    underWay.incrementAndGet();
    if (closed) {
      leave();
      return false;
    }
    return true;
  }

  /** A call that was let in has been answered. */
  public void leave() {
    if (underWay.decrementAndGet() == 0 && closed) {
      empty.countDown();
    }
  }

  /** Has this done when no more calls are let in: it ends calls that wait for what may not come. */
  public void endWaitsBy(Runnable action) {
    waits.add(action);
  }

  /** Lets no more calls in, ends those that wait, and gives the others so long to end. */
  public void close(Duration patience) throws InterruptedException {
    closed = true;
    waits.forEach(Runnable::run);
    if (underWay.get() > 0) {
      empty.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  /** Calls that were let in and are not answered. */
  public int underWay() {
    return underWay.get();
  }

  /** Has this done when no call is waited for any more: it closes the connections of clients. */
  public void endLinesBy(Runnable action) {
    lines.add(action);
  }

  /** Closes the connections of clients. */
  public void endLines() {
    lines.forEach(Runnable::run);
  }
}
