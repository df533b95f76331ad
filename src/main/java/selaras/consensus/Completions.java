package selaras.consensus;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads on which callers get their answers, so that neither the log nor a timer is held up by
 * what they do next.
 *
 * <p>Platform threads: what runs here goes on into the container, which may load classes. Virtual
 * threads that wait for the monitors of class loading keep their carriers, of which there are as
 * many as processors, and can all come to wait for one that finds no carrier.
 *
 * <p>Thread-safe. What waits is bounded by the number of calls under way.
 */
public final class Completions implements Executor, AutoCloseable {
  private static final int THREADS = 32;
  private static final long IDLE_SECONDS = 10;

  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          Thread.ofPlatform().daemon().name("answers-", 1).factory());

  public Completions() {
    threads.allowCoreThreadTimeOut(true);
  }

  @Override
  public void execute(Runnable command) {
    threads.execute(command);
  }

  /** Lets what was given to it be done, and takes no more. */
  @Override
  public void close() {
    threads.shutdown();
  }
}
