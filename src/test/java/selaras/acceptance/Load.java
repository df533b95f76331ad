package selaras.acceptance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import selaras.testing.Eventually;
import selaras.testing.Pause;

/**
 * Clients that repeat their step, each on a thread of its own, until closed. The first failure ends
 * all of them and is thrown by every later call.
 */
final class Load implements AutoCloseable {
  /** Between two steps of a client, so that it leaves time to the nodes it asks. */
  private static final Duration THINK = Duration.ofMillis(50);

  /** The same while a node starts, which takes all the processor time there is. */
  private static final Duration LEISURE = Duration.ofMillis(500);

  private static final Duration PROGRESS = Duration.ofSeconds(30);
  private static final Duration LAST_STEP = Duration.ofSeconds(60);

  private final List<Thread> threads = new ArrayList<>();
  private final List<AtomicLong> steps = new ArrayList<>();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private volatile Duration think = THINK;
  private volatile boolean closing;

  void start(String name, Runnable step) {
    AtomicLong done = new AtomicLong();
    steps.add(done);
    threads.add(Thread.ofPlatform().name(name).start(() -> repeat(step, done)));
  }

  private void repeat(Runnable step, AtomicLong done) {
    try {
      while (!closing && failure.get() == null) {
        step.run();
        done.incrementAndGet();
        Pause.of(think);
      }
    } catch (RuntimeException | Error e) {
      failure.compareAndSet(null, e);
    }
  }

  /** Has a node started while the clients go on, but take their time. */
  void easily(Runnable start) {
    takeTime(true);
    try {
      start.run();
    } finally {
      takeTime(false);
    }
  }

  /** Whether the clients take their time from now on. */
  void takeTime(boolean much) {
    think = much ? LEISURE : THINK;
  }

  /** Waits until every client has done so many more steps. */
  void awaitSteps(long more) {
    List<Long> before = steps.stream().map(AtomicLong::get).toList();
    Eventually.holds(
        "each client did " + more + " more steps",
        PROGRESS,
        () -> failure.get() != null || allPast(before, more));
    check();
  }

  private boolean allPast(List<Long> before, long more) {
    for (int i = 0; i < before.size(); i++) {
      if (steps.get(i).get() < before.get(i) + more) {
        return false;
      }
    }
    return true;
  }

  void check() {
    if (failure.get() != null) {
      throw new AssertionError("a client failed", failure.get());
    }
  }

  /** Lets every client end its step; does not throw, so that it hides no other failure. */
  @Override
  public void close() {
    closing = true;
    for (Thread thread : threads) {
      try {
        if (!thread.join(LAST_STEP)) {
          failure.compareAndSet(
              null, new AssertionError(thread.getName() + " did not end its step"));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
