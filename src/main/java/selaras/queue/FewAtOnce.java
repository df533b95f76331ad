package selaras.queue;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * What a call does for long with a thread of the server: a few calls do it at once, and more are
 * refused. Thread-safe.
 */
public final class FewAtOnce {
  private final Semaphore places;
  private final String doing;

  /**
   * @param doing what these calls do, for the refusal, as in "deleting queues"
   */
  public FewAtOnce(int calls, String doing) {
    this.places = new Semaphore(calls);
    this.doing = doing;
  }

  /**
   * @throws QueueBusyException if as many as may are doing it
   */
  public <T> T run(Supplier<T> work) {
    if (!places.tryAcquire()) {
      throw new QueueBusyException("as many calls as may at once are " + doing);
    }
    try {
      return work.get();
    } finally {
      places.release();
    }
  }
}
