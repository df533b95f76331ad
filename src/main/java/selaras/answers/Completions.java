package selaras.answers;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The threads on which callers get their answers, so that no log, store or timer is held up by what
 * they do next.
 *
 * <p>Few, as long as they get on: answers come in batches, and a thread that is woken for each
 * costs more than the answer. A caller who does not read what is written to it holds up its thread
 * until the write fails, so while answers wait and none gets done there are more and more threads,
 * up to {@value #MANY}.
 *
 * <p>Platform threads: what runs here goes on into the container, which may load classes. Virtual
 * threads that wait for the monitors of class loading keep their carriers, of which there are as
 * many as processors, and can all come to wait for one that finds no carrier.
 *
 * <p>Thread-safe. What waits is bounded by the number of calls under way.
 */
public final class Completions implements Executor, AutoCloseable {
  static final int MANY = 64;
  static final int FEW = Math.clamp(Runtime.getRuntime().availableProcessors(), 4, MANY);
  private static final Duration PATIENCE = Duration.ofMillis(20);
  private static final long IDLE_SECONDS = 10;

  private final BlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();
  private final ThreadPoolExecutor threads;
  private final ScheduledExecutorService watch;
  private final AtomicBoolean watched = new AtomicBoolean();
  private final Duration patience;

  /**
   * @param name of the threads
   */
  public Completions(String name) {
    this(name, PATIENCE);
  }

  /**
   * @param patience how long nothing gets done before there are more threads
   */
  Completions(String name, Duration patience) {
    this.patience = patience;
    var factory = Thread.ofPlatform().daemon();
    this.threads =
        new ThreadPoolExecutor(
            FEW,
            MANY,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            waiting,
            factory.name(name + "-", 1).factory(),
            (late, closed) -> late.run());
    threads.allowCoreThreadTimeOut(true);
    this.watch =
        new ScheduledThreadPoolExecutor(
            1, factory.name(name + "-watch").factory(), new ThreadPoolExecutor.DiscardPolicy());
  }

  @Override
  public void execute(Runnable command) {
    threads.execute(command);
    watchWhatWaits();
  }

  private void watchWhatWaits() {
    if (!waiting.isEmpty() && watched.compareAndSet(false, true)) {
      lookAgain(threads.getCompletedTaskCount());
    }
  }

  private void lookAgain(long done) {
    watch.schedule(() -> look(done), patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void look(long doneBefore) {
    if (waiting.isEmpty()) {
      threads.setCorePoolSize(FEW);
      watched.set(false);
      watchWhatWaits(); // what came since
      return;
    }
    long done = threads.getCompletedTaskCount();
    if (done == doneBefore) {
      threads.setCorePoolSize(Math.min(2 * threads.getCorePoolSize(), MANY));
    }
    lookAgain(done);
  }

  /** Lets what was given to it be done; whoever gives it more does that itself. */
  @Override
  public void close() {
    threads.shutdown();
    watch.shutdown();
  }
}
