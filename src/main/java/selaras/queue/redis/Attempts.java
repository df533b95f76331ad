package selaras.queue.redis;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import selaras.store.StoreUnavailableException;
import selaras.store.redis.LuaScript;
import selaras.store.redis.RedisStore;

/**
 * Makes a call that may safely be made twice, and again after a failure that may pass: a connection
 * that was reset, a Redis that restarts or still loads.
 *
 * <p>Thread-safe. A new attempt starts only within {@link #WINDOW} of the first; with the store's
 * default time-out of 500 ms a Redis that hangs is given up after about 1 s, 2 s at worst when the
 * pool is exhausted too, and one that refuses connections after 350 ms.
 */
final class Attempts {
  static final Duration WINDOW = Duration.ofMillis(900);
  private static final int[] PAUSES_MILLIS = {50, 100, 200};

  private Attempts() {}

  static Object run(RedisStore store, LuaScript script, List<String> keys, List<String> args) {
    return of(() -> store.run(script, keys, args));
  }

  /** Makes the call, again if need be. */
  static <T> T of(Supplier<T> call) {
    long start = System.nanoTime();
    boolean mayHaveHappened = false;
    for (int attempt = 0; ; attempt++) {
      try {
        return call.get();
      } catch (StoreUnavailableException e) {
        mayHaveHappened |= e.mayHaveHappened();
        boolean late = System.nanoTime() - start > WINDOW.toNanos();
        if (late || attempt == PAUSES_MILLIS.length || !pause(PAUSES_MILLIS[attempt])) {
          throw new StoreUnavailableException(e.getMessage(), mayHaveHappened, e);
        }
      }
    }
  }

  /** False when the thread was interrupted and should give up. */
  private static boolean pause(int millis) {
    try {
      Thread.sleep(millis);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
