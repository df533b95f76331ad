package selaras.store.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import selaras.answers.Pending;

/**
 * Has the calls of many threads carried out together: those that come while others are under way
 * wait, and one thread then carries out all of them as one batch. Who comes alone waits for nobody.
 * The idea is flat combining (Hendler, Incze, Shavit, Tzafrir, SPAA 2010).
 *
 * <p>Thread-safe. Calls go in the order in which they came. A batch that fails fails each of its
 * calls with the same exception.
 *
 * @param <C> a call
 * @param <R> its result
 */
final class Combiner<C, R> {
  /**
   * Calls that wait without a thread; beyond them a call waits in its own. More than Redis carries
   * out in the time that calls wait for it would only fail later.
   */
  static final int LEFT_MAX = 2_000;

  private final Semaphore batches;
  private final int batchMax;
  private final Function<List<C>, List<R>> batch;
  private final Executor answers;
  private final Queue<Call<C, R>> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger left = new AtomicInteger();

  /**
   * @param atOnce batches under way at the same time
   * @param batchMax calls in one of them
   * @param batch carries the calls out; gives as many results, in their order
   * @param answers where those who do not wait get their results, and the next batch begins when
   *     nobody else waits for it
   */
  Combiner(int atOnce, int batchMax, Function<List<C>, List<R>> batch, Executor answers) {
    this.batches = new Semaphore(atOnce);
    this.batchMax = batchMax;
    this.batch = batch;
    this.answers = answers;
  }

  /**
   * Has the call carried out.
   *
   * @param patience how long the call waits to begin; once begun it ends when its batch does
   * @throws TimeoutException if it has not begun in time, and then it never will
   */
  R run(C what, Duration patience) throws TimeoutException {
    Call<C, R> call = new Call<>(what, patience, true, new Object());
    waiting.add(call);
    boolean interrupted = false;
    try {
      while (!call.result.isDone()) {
        if (!call.taken && batches.tryAcquire()) {
          carryOutNext(call.owner);
        } else if (call.isLate() && waiting.remove(call)) {
          wakeFirst(); // if it was this one that had been woken
          throw call.late();
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
    return Pending.await(call.result);
  }

  /**
   * As {@link #run} for each of these, in their order, but waits for no other call: the results are
   * there when this thread could carry them out itself, and otherwise come on the threads for
   * answers. A thread that waits has to be woken, which costs more than most calls.
   *
   * @param patience ends a call with a {@link TimeoutException} that has not begun by then, as soon
   *     as a batch that was under way does
   */
  List<CompletableFuture<R>> begin(List<C> all, Duration patience) {
    if (left.addAndGet(all.size()) > LEFT_MAX) {
      left.addAndGet(-all.size());
      return all.stream().map(what -> ended(what, patience)).toList();
    }
    Object owner = new Object();
    List<Call<C, R>> calls =
        all.stream().map(what -> new Call<C, R>(what, patience, false, owner)).toList();
    waiting.addAll(calls);
    if (batches.tryAcquire()) {
      carryOutNext(owner);
    }
    return calls.stream().map(call -> call.result).toList();
  }

  private CompletableFuture<R> ended(C what, Duration patience) {
    try {
      return CompletableFuture.completedFuture(run(what, patience));
    } catch (TimeoutException | RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Calls that have not begun. */
  int waiting() {
    return waiting.size();
  }

  /**
   * @param owner of the calls of this thread, or null
   */
  private void carryOutNext(Object owner) {
    try {
      List<Call<C, R>> calls = next();
      if (!calls.isEmpty()) {
        carryOut(calls, owner);
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
      boolean late = call.isLate();
      call.taken = true;
      if (!call.waits) {
        left.decrementAndGet();
      }
      if (late && !call.waits) {
        tell(call, null, call.late());
      } else {
        calls.add(call);
      }
    }
    return calls;
  }

  private void carryOut(List<Call<C, R>> calls, Object owner) {
    try {
      List<R> results = batch.apply(calls.stream().map(call -> call.what).toList());
      for (int i = 0; i < calls.size(); i++) {
        end(calls.get(i), owner, results.get(i), null);
      }
    } catch (RuntimeException | Error e) {
      calls.forEach(call -> end(call, owner, null, e));
    }
  }

  private void end(Call<C, R> call, Object owner, R with, Throwable failure) {
    if (call.owner == owner) {
      call.end(with, failure); // unparked, it would find its next park ended at once
    } else if (call.waits) {
      call.end(with, failure);
      LockSupport.unpark(call.caller);
    } else {
      tell(call, with, failure);
    }
  }

  private void tell(Call<C, R> call, R with, Throwable failure) {
    answers.execute(() -> call.end(with, failure));
  }

  /** Whoever finds no batch free waits to be woken by the end of one. */
  private void wakeFirst() {
    Call<C, R> first = waiting.peek();
    if (first != null && first.waits) {
      LockSupport.unpark(first.caller);
    } else if (first != null) {
      answers.execute(this::lead);
    }
  }

  private void lead() {
    if (batches.tryAcquire()) {
      carryOutNext(null);
    }
  }

  private static final class Call<C, R> {
    final C what;
    final Thread caller = Thread.currentThread();
    final Duration patience;
    final long deadline;

    /** Whether its caller does nothing else meanwhile. */
    final boolean waits;

    /** The same for those that were begun together. */
    final Object owner;

    final CompletableFuture<R> result = new CompletableFuture<>();
    volatile boolean taken;

    Call(C what, Duration patience, boolean waits, Object owner) {
      this.what = what;
      this.patience = patience;
      this.deadline = System.nanoTime() + patience.toNanos();
      this.waits = waits;
      this.owner = owner;
    }

    boolean isLate() {
      return !taken && System.nanoTime() - deadline >= 0;
    }

    TimeoutException late() {
      return new TimeoutException("not begun within " + patience.toMillis() + " ms");
    }

    void await() {
      if (taken) {
        LockSupport.park(this);
      } else {
        LockSupport.parkNanos(this, Math.max(1, deadline - System.nanoTime()));
      }
    }

    void end(R with, Throwable failure) {
      if (failure == null) {
        result.complete(with);
      } else {
        result.completeExceptionally(failure);
      }
    }
  }
}
