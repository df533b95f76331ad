package selaras.queue;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import selaras.answers.Pending;

/**
 * All who wait on this node for messages, of whichever queue. They park no thread: a few threads
 * look at the queues for them, one look per queue at a time, when the bell rings and now and then.
 *
 * <p>Thread-safe. When the store does not answer, all who wait for the queue are told so.
 */
public final class Waiters implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Waiters.class.getName());

  /** Threads that look; a look that finds the store busy leaves its thread. */
  private static final int LOOKS = 4;

  private final WorkQueue queue;
  private final Bell bell;
  private final WaitLimits limits;
  private final int batchMax;
  private final Executor answers;
  private final ExecutorService looks =
      Executors.newFixedThreadPool(
          LOOKS, Thread.ofPlatform().daemon().name("queue-looks-", 1).factory());
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("queue-waits").factory());

  /** Guards all lines; nothing waits under it. */
  private final Object lock = new Object();

  private final Map<String, WaitingLine> lines = new HashMap<>();
  private int waiting;
  private boolean closed;

  /**
   * @param batchMax messages of one look at most
   * @param answers runs what becomes of an answer, so that neither looks nor timer are held up
   */
  public Waiters(WorkQueue queue, Bell bell, WaitLimits limits, int batchMax, Executor answers) {
    this.queue = queue;
    this.bell = bell;
    this.limits = limits;
    this.batchMax = batchMax;
    this.answers = answers;
    timer.setRemoveOnCancelPolicy(true);
  }

  /** Begins to look now and then by itself; to be called once. */
  public void start() {
    long millis = limits.poll().toMillis();
    timer.scheduleWithFixedDelay(this::pollSafely, millis, millis, TimeUnit.MILLISECONDS);
  }

  /**
   * As {@link WorkQueue#consume}, but when there is nothing it waits so long for something. Behind
   * those who wait already on this node; otherwise it looks first.
   *
   * @param isThere whether the caller would hear the answer; asked just before one is given that
   *     had to be waited for
   * @return whoever cancels it waits no more, and a message that was on its way goes to another
   */
  public CompletableFuture<ConsumeOutcome> consume(
      String name, Consume once, Duration wait, BooleanSupplier isThere) {
    Waiter waiter = new Waiter(once.waiting(), isThere, new CompletableFuture<>());
    Glance glance = glance(name);
    if (glance.nobodyWaits()) {
      ask(name, waiter.command())
          .thenAccept(found -> takeOrJoin(name, waiter, found, glance, wait))
          .exceptionally(failure -> fail(waiter, failure));
    } else {
      join(name, waiter, glance, wait);
    }
    return waiter.answer();
  }

  private void takeOrJoin(
      String name, Waiter waiter, List<Delivery> found, Glance glance, Duration wait) {
    if (found.isEmpty()) {
      join(name, waiter, glance, wait);
    } else {
      give(name, waiter, found);
    }
  }

  /** A line as it is before a look at its queue; null: there is none. */
  private record Glance(WaitingLine line, boolean nobodyWaits, long rings) {}

  private Glance glance(String name) {
    synchronized (lock) {
      WaitingLine line = lines.get(name);
      return line == null
          ? new Glance(null, true, 0)
          : new Glance(line, line.size() == 0, line.rings());
    }
  }

  private void join(String name, Waiter waiter, Glance glance, Duration wait) {
    synchronized (lock) {
      WaitingLine line = lines.get(name);
      Optional<ConsumeOutcome> refusal = refusal(line);
      if (refusal.isPresent()) {
        waiter.answer().complete(refusal.get());
        return;
      }
      if (line == null) {
        line = new WaitingLine();
        lines.put(name, line);
        bell.listen(name);
      }
      if (line == glance.line() && glance.nobodyWaits()) {
        line.sawEmpty(glance.rings());
      }
      line.join(waiter);
      waiting++;
      endIn(wait, name, waiter);
    }
    lookIfDue(name);
  }

  private Optional<ConsumeOutcome> refusal(WaitingLine line) {
    if (closed) {
      return Optional.of(new ConsumeOutcome.NodeStops());
    }
    if (line != null && line.size() >= limits.waitersOfQueue()) {
      return Optional.of(new ConsumeOutcome.TooManyWaiters(limits.waitersOfQueue()));
    }
    return waiting >= limits.waitersOfNode()
        ? Optional.of(new ConsumeOutcome.TooManyWaiters(limits.waitersOfNode()))
        : Optional.empty();
  }

  private void endIn(Duration wait, String name, Waiter waiter) {
    Future<?> end = timer.schedule(() -> timeOut(waiter), wait.toMillis(), TimeUnit.MILLISECONDS);
    waiter
        .answer()
        .whenComplete(
            (outcome, failure) -> {
              end.cancel(false);
              leave(name, waiter);
            });
  }

  private void timeOut(Waiter waiter) {
    answers.execute(() -> waiter.answer().complete(new ConsumeOutcome.Delivered(List.of())));
  }

  private void leave(String name, Waiter waiter) {
    synchronized (lock) {
      WaitingLine line = lines.get(name);
      if (line != null && line.leave(waiter)) {
        waiting--;
      }
    }
  }

  /** Messages of the queue may have become ready. */
  public void rang(String name) {
    synchronized (lock) {
      WaitingLine line = lines.get(name);
      if (line == null) {
        return;
      }
      line.ring();
    }
    lookIfDue(name);
  }

  private void pollSafely() {
    try {
      poll();
    } catch (RuntimeException e) {
      // thrown on, it would end the polls for good
      LOG.log(Level.WARNING, "a poll for those who wait failed", e);
    }
  }

  /** Rings for each queue that somebody waits for, and forgets the others. */
  private void poll() {
    List<String> awaited = new ArrayList<>();
    synchronized (lock) {
      lines
          .entrySet()
          .removeIf(
              entry -> {
                if (entry.getValue().isIdle()) {
                  bell.ignore(entry.getKey());
                  return true;
                }
                awaited.add(entry.getKey());
                return false;
              });
    }
    awaited.forEach(this::rang);
  }

  private void lookIfDue(String name) {
    synchronized (lock) {
      WaitingLine line = lines.get(name);
      if (line != null && !closed) {
        line.begin(batchMax).ifPresent(look -> looks.execute(() -> look(name, line, look)));
      }
    }
  }

  private void look(String name, WaitingLine line, WaitingLine.Look look) {
    ask(name, look.command())
        .thenAccept(deliveries -> end(name, line, look, deliveries))
        .exceptionally(failure -> fail(line, failure));
  }

  private void end(
      String name, WaitingLine line, WaitingLine.Look look, List<Delivery> deliveries) {
    WaitingLine.Found found;
    synchronized (lock) {
      found = line.end(look, deliveries);
      waiting -= found.handed().size();
    }
    found.handed().forEach(handed -> answers.execute(() -> answer(name, handed)));
    handBack(name, found.left());
    lookIfDue(name);
  }

  /** A queue that takes no call for now has nothing for now; whoever waits asks it again. */
  private CompletableFuture<List<Delivery>> ask(String name, Consume command) {
    return queue
        .consume(name, command)
        .exceptionallyCompose(
            failure ->
                Pending.causeOf(failure) instanceof QueueBusyException
                    ? CompletableFuture.completedFuture(List.of())
                    : CompletableFuture.failedFuture(failure));
  }

  private void answer(String name, WaitingLine.Handed handed) {
    if (!handed.waiter().isThere().getAsBoolean()) {
      handed.waiter().answer().cancel(false);
    }
    give(name, handed.waiter(), handed.deliveries());
  }

  private void give(String name, Waiter waiter, List<Delivery> deliveries) {
    boolean heard = waiter.answer().complete(new ConsumeOutcome.Delivered(deliveries));
    if (!heard && waiter.command().requestId().isEmpty()) {
      handBack(name, deliveries);
    }
  }

  /**
   * Messages that nobody got; they are had by others as if they had not been delivered this time.
   * One that cannot be handed back now comes back when its lease ends.
   *
   * @return ends, never with a failure, when the queue has heard of all of them or will not
   */
  public CompletableFuture<Void> handBack(String name, List<Delivery> deliveries) {
    return CompletableFuture.allOf(
        deliveries.stream()
            .map(delivery -> handBack(name, delivery))
            .toArray(CompletableFuture[]::new));
  }

  private CompletableFuture<Boolean> handBack(String name, Delivery delivery) {
    LeaseCommand command = new LeaseCommand.HandBack(delivery.receipt().toString());
    return Pending.begun(() -> queue.settle(name, command))
        .handle(
            (outcome, failure) -> {
              if (failure != null) {
                LOG.log(Level.DEBUG, "not handed back", failure);
              }
              return failure == null;
            });
  }

  private Void fail(Waiter waiter, Throwable failure) {
    waiter.answer().completeExceptionally(Pending.causeOf(failure));
    return null;
  }

  private Void fail(WaitingLine line, Throwable failure) {
    List<Waiter> all;
    synchronized (lock) {
      all = line.fail();
      waiting -= all.size();
    }
    all.forEach(waiter -> answers.execute(() -> fail(waiter, failure)));
    return null;
  }

  /** Answers all who wait, and lets nobody wait any more. */
  @Override
  public void close() {
    List<Waiter> all = new ArrayList<>();
    synchronized (lock) {
      closed = true;
      lines.values().forEach(line -> all.addAll(line.clear()));
      waiting = 0;
    }
    all.forEach(waiter -> waiter.answer().complete(new ConsumeOutcome.NodeStops()));
    timer.shutdownNow();
    looks.shutdown();
  }
}
