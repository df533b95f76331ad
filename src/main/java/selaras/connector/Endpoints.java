package selaras.connector;

import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The endpoints of one bean, as many as may work at once. Safe for use by many threads. */
final class Endpoints {
  private final MessageEndpointFactory factory;
  private final int all;
  private final Semaphore free;
  private final BlockingQueue<Endpoint> idle = new LinkedBlockingQueue<>();
  private final AtomicInteger alive = new AtomicInteger();
  private volatile boolean closed;

  Endpoints(MessageEndpointFactory factory, int maxConcurrency) {
    this.factory = factory;
    this.all = maxConcurrency;
    this.free = new Semaphore(maxConcurrency);
  }

  /**
   * Waits until an endpoint is free, at most for a while, and takes the others that are free too.
   * The container's pool may be smaller than what may work at once: then it gives what is there.
   *
   * @throws UnavailableException if the container has none at all
   */
  List<Endpoint> take(int most, Duration patience) throws UnavailableException {
    List<Endpoint> taken = new ArrayList<>();
    try {
      long millis = patience.toMillis();
      while (taken.size() < most && takeOne(taken, millis)) {
        millis = 0; // the others only if they need not be waited for
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return taken;
  }

  private boolean takeOne(List<Endpoint> taken, long millis)
      throws UnavailableException, InterruptedException {
    if (!free.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
      return false;
    }
    Endpoint next = null;
    try {
      next = next(millis);
      return next != null && taken.add(next);
    } finally {
      if (next == null) {
        free.release();
      }
    }
  }

  /** One that was used before, or a new one; null if the container has no more. */
  private Endpoint next(long millis) throws UnavailableException, InterruptedException {
    Endpoint kept = idle.poll();
    if (kept != null) {
      return kept;
    }
    try {
      Endpoint created = Endpoint.of(factory);
      alive.incrementAndGet();
      return created;
    } catch (UnavailableException | RuntimeException e) {
      if (alive.get() == 0) {
        throw e;
      }
      return idle.poll(millis, TimeUnit.MILLISECONDS);
    }
  }

  void give(Endpoint endpoint) {
    if (endpoint.isUsable()) {
      idle.add(endpoint);
    } else {
      release(endpoint);
    }
    if (closed) {
      releaseIdle();
    }
    free.release();
  }

  /**
   * Waits until all are free, at most for a while, and has the container take them back; those that
   * are at work follow when they are given. False if there are some.
   */
  boolean close(Duration patience) {
    boolean done;
    try {
      done = free.tryAcquire(all, patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      done = false;
    }
    closed = true;
    releaseIdle();
    return done;
  }

  private void releaseIdle() {
    for (Endpoint one = idle.poll(); one != null; one = idle.poll()) {
      release(one);
    }
  }

  private void release(Endpoint endpoint) {
    endpoint.close();
    alive.decrementAndGet();
  }
}
