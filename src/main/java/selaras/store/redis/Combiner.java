package selaras.store.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * Has the calls of many threads carried out together: those that come while others are under way
 * wait, and one of their threads then carries out all of them as one batch. Who comes alone waits
 * for nobody. The idea is flat combining (Hendler, Incze, Shavit, Tzafrir, SPAA 2010).
 *
 * <p>Thread-safe. Calls go in the order in which they came. A batch that fails fails each of its
 * calls with the same exception.
 *
 * @param <C> a call
 * @param <R> its result
 */
public final class Combiner<C, R> {
  private final Semaphore batches;
  private final int batchMax;
  private final Function<List<C>, List<R>> batch;
  private final Queue<Call<C, R>> waiting = new ConcurrentLinkedQueue<>();

  /**
   * @param atOnce batches under way at the same time
   * @param batchMax calls in one of them
   * @param batch carries the calls out; gives as many results, in their order
   */
  public Combiner(int atOnce, int batchMax, Function<List<C>, List<R>> batch) {
    this.batches = new Semaphore(atOnce);
    this.batchMax = batchMax;
    this.batch = batch;
  }

  /**
   * Has the call carried out.
   *
   * @param patience how long the call waits to begin; once begun it ends when its batch does
   * @throws TimeoutException if it has not begun in time, and then it never will
   */
  public R run(C what, Duration patience) throws TimeoutException {
    Call<C, R> call = new Call<>(what, System.nanoTime() + patience.toNanos());
    waiting.add(call);
    boolean interrupted = false;
    try {
      while (!call.done) {
        if (!call.taken && batches.tryAcquire()) {
          carryOutNext();
        } else if (call.isLate() && waiting.remove(call)) {
          wakeFirst(); // if it was this one that had been woken
          throw new TimeoutException("not begun within " + patience.toMillis() + " ms");
        } else {
          call.await();
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    return call.result();
  }

  /** Calls that have not begun. */
  int waiting() {
    return waiting.size();
  }

  private void carryOutNext() {
    try {
      List<Call<C, R>> calls = next();
      if (!calls.isEmpty()) {
        carryOut(calls);
      }
    } finally {
      batches.release();
      wakeFirst();
    }
  }

  private List<Call<C, R>> next() {
    List<Call<C, R>> calls = new ArrayList<>();
    Call<C, R> call = null;
    while (calls.size() < batchMax && (call = waiting.poll()) != null) {
      call.taken = true;
      calls.add(call);
    }
    return calls;
  }

  private void carryOut(List<Call<C, R>> calls) {
    try {
      List<R> results = batch.apply(calls.stream().map(call -> call.what).toList());
      for (int i = 0; i < calls.size(); i++) {
        calls.get(i).end(results.get(i), null);
      }
    } catch (RuntimeException | Error e) {
      calls.forEach(call -> call.end(null, e));
    }
  }

  /** Whoever finds no batch free waits to be woken by the end of one. */
  private void wakeFirst() {
    Call<C, R> first = waiting.peek();
    if (first != null) {
      LockSupport.unpark(first.thread);
    }
  }

  private static final class Call<C, R> {
    final C what;
    final Thread thread = Thread.currentThread();
    final long deadline;
    volatile boolean taken;
    volatile boolean done;
    private R result;
    private Throwable failure;

    Call(C what, long deadline) {
      this.what = what;
      this.deadline = deadline;
    }

    boolean isLate() {
      return !taken && System.nanoTime() - deadline >= 0;
    }

    void await() {
      if (taken) {
        LockSupport.park(this);
      } else {
        LockSupport.parkNanos(this, Math.max(1, deadline - System.nanoTime()));
      }
    }

    void end(R with, Throwable failed) {
      if (done) {
        return;
      }
      result = with;
      failure = failed;
      done = true;
      if (thread != Thread.currentThread()) { // which would find its next park ended at once
        LockSupport.unpark(thread);
      }
    }

    R result() {
      if (failure instanceof Error error) {
        throw error;
      }
      if (failure != null) {
        throw (RuntimeException) failure;
      }
      return result;
    }
  }
}
