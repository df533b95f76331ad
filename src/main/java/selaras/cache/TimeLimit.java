package selaras.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** By what time something is done, come what may. Thread-safe. */
@FunctionalInterface
interface TimeLimit {
  /** By the clock of this machine, and without a thread that waits. */
  TimeLimit SYSTEM =
      (pending, nanos) -> pending.completeOnTimeout(null, nanos, TimeUnit.NANOSECONDS);

  /** Completes what is still pending after that time; forgets it when it is done before. */
  void set(CompletableFuture<Void> pending, long nanos);
}
