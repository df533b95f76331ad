package selaras.consensus;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Puts the commands that wait into one log entry: one batch is in flight, the next one fills
 * meanwhile (the group commit of DeWitt et al. 1984). An idle node proposes at once; a busy one
 * pays for one agreement per batch.
 *
 * <p>A batch is proposed again after a failure, after an attempt that takes too long, and at once
 * when another leader is announced; as it keeps its sequence number, {@link BatchedMachine} applies
 * it once. It is given up when all its callers have timed out; the next batch then has a higher
 * number, which keeps the forgotten one from being applied after it.
 *
 * <p>Thread-safe. A caller whose command was not proposed in time gets {@link
 * ConsensusException.NoQuorum}; one whose command was proposed and is unanswered gets {@link
 * ConsensusException.Indeterminate}.
 */
public final class GroupCommit implements AutoCloseable {
  private static final long SWEEP_MILLIS = 20;
  private static final long BACKOFF_MILLIS = 20;
  private static final String CLOSING = "this node is shutting down";
  private static final String NOT_TAKEN = "no leader with a majority took the command in time";

  /**
   * Proposes one batch once. The future fails when this attempt did: with {@link
   * ConsensusException.NoQuorum} when the batch has certainly reached no log.
   */
  public interface Proposer {
    CompletableFuture<ByteBuffer> propose(byte[] batch);
  }

  private final Proposer proposer;
  private final GroupCommitSettings settings;
  private final ScheduledExecutorService timer;
  private final Executor completions;
  private final ScheduledFuture<?> sweeping;
  private final long origin;

  private final CommandQueue queue;
  private final LongAdder commands = new LongAdder();
  private final LongAdder batches = new LongAdder();
  private long lastSequence;
  private Flight flight;
  private boolean closed;

  /**
   * @param proposer proposes batches
   * @param settings the bounds
   * @param origin a number that no other run of any node uses
   * @param timer for time-outs and retries; not shut down by this
   * @param completions where answers are handed to callers
   */
  public GroupCommit(
      Proposer proposer,
      GroupCommitSettings settings,
      long origin,
      ScheduledExecutorService timer,
      Executor completions) {
    this.proposer = proposer;
    this.settings = settings;
    this.queue = new CommandQueue(settings);
    this.origin = origin;
    this.timer = timer;
    this.completions = completions;
    this.sweeping =
        timer.scheduleWithFixedDelay(
            this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Has the command applied once; the future completes within the command time-out. */
  public CompletableFuture<byte[]> submit(byte[] command) {
    long deadline = System.nanoTime() + settings.commandTimeout().toNanos();
    WaitingCommand waiting = new WaitingCommand(command, new CompletableFuture<>(), deadline);
    Flight toLaunch;
    synchronized (this) {
      if (closed) {
        return CompletableFuture.failedFuture(new ConsensusException.NoQuorum(CLOSING));
      }
      if (queue.isFullFor(waiting)) {
        return CompletableFuture.failedFuture(
            new ConsensusException.Overloaded(queue + " wait on this node"));
      }
      queue.add(waiting);
      toLaunch = nextFlight();
    }
    attempt(toLaunch);
    return waiting.answer();
  }

  /** Batches made so far. */
  public long batches() {
    return batches.sum();
  }

  /** Commands in those batches. */
  public long commands() {
    return commands.sum();
  }

  /** Commands that wait for the next batch. */
  public synchronized int waiting() {
    return queue.size();
  }

  /** Another leader may be there: what is in flight is proposed again without waiting. */
  public void leaderChanged() {
    Flight current;
    synchronized (this) {
      current = flight;
    }
    attempt(current);
  }

  /** Takes what waits into a new flight, unless there is one already or nothing waits. */
  private Flight nextFlight() {
    if (flight != null || queue.size() == 0) {
      return null;
    }
    List<WaitingCommand> taken = queue.takeBatch();
    flight = new Flight(++lastSequence, taken);
    batches.increment();
    commands.add(taken.size());
    return flight;
  }

  private void attempt(Flight current) {
    if (current == null) {
      return;
    }
    current.attempts.incrementAndGet();
    current.lastAttemptNanos = System.nanoTime();
    CompletableFuture<ByteBuffer> proposed;
    try {
      proposed = proposer.propose(current.bytes(origin));
    } catch (RuntimeException e) {
      proposed = CompletableFuture.failedFuture(e);
    }
    proposed.whenComplete((reply, failure) -> attempted(current, reply, failure));
  }

  private void attempted(Flight current, ByteBuffer reply, Throwable failure) {
    if (failure != null) {
      if (ConsensusException.unwrap(failure) instanceof ConsensusException.NoQuorum) {
        current.attempts.decrementAndGet();
      }
      retryLater(current);
      return;
    }
    switch (BatchReply.decode(reply)) {
      case BatchReply.Answered answered -> land(current, answered.answers());
      case BatchReply.Superseded superseded -> land(current, List.of());
      case BatchReply.Again again -> {
        current.attempts.decrementAndGet();
        retryLater(current);
      }
    }
  }

  private void retryLater(Flight current) {
    synchronized (this) {
      if (flight != current || current.retryScheduled || closed) {
        return;
      }
      current.retryScheduled = true;
    }
    long delay = BACKOFF_MILLIS / 2 + ThreadLocalRandom.current().nextLong(BACKOFF_MILLIS);
    timer.schedule(() -> retry(current), delay, TimeUnit.MILLISECONDS);
  }

  private void retry(Flight current) {
    synchronized (this) {
      current.retryScheduled = false;
      if (flight != current) {
        return;
      }
    }
    attempt(current);
  }

  /** The flight is over; the next one leaves before its callers are served. */
  private void land(Flight current, List<byte[]> answers) {
    Flight next;
    synchronized (this) {
      if (flight != current) {
        return;
      }
      flight = null;
      next = nextFlight();
    }
    attempt(next);
    current.answer(answers, completions);
  }

  /** Fails whom nobody answered in time, and proposes again what got stuck. */
  private void sweep() {
    long now = System.nanoTime();
    List<WaitingCommand> late;
    Flight current;
    Flight next = null;
    synchronized (this) {
      late = queue.takeOverdue(now);
      current = flight;
      if (current != null && current.isOverdue(now)) {
        flight = null;
        next = nextFlight();
      }
    }
    attempt(next);
    ConsensusException notTaken = new ConsensusException.NoQuorum(NOT_TAKEN);
    late.forEach(waiting -> waiting.fail(notTaken, completions));
    if (current != null) {
      current.failOverdue(now, completions);
      if (!current.isOverdue(now) && current.isStuck(now, settings.attemptTimeout().toNanos())) {
        attempt(current);
      }
    }
  }

  /** Fails what waits; commands that are in flight may still be applied. */
  @Override
  public void close() {
    sweeping.cancel(false);
    List<WaitingCommand> left;
    Flight last;
    synchronized (this) {
      closed = true;
      left = queue.takeAll();
      last = flight;
      flight = null;
    }
    ConsensusException closing = new ConsensusException.NoQuorum(CLOSING);
    left.forEach(waiting -> waiting.fail(closing, Runnable::run));
    if (last != null) {
      last.failAll();
    }
  }

  /** The batch in flight. */
  private static final class Flight {
    private final long sequence;
    private final List<WaitingCommand> commands;

    /**
     * Those whose batch may have reached a log: outstanding, or failed in a way that does not tell.
     */
    private final AtomicInteger attempts = new AtomicInteger();

    private volatile long lastAttemptNanos;
    private boolean retryScheduled;
    private byte[] encoded;
    private int failed;

    Flight(long sequence, List<WaitingCommand> commands) {
      this.sequence = sequence;
      this.commands = commands;
    }

    synchronized byte[] bytes(long origin) {
      if (encoded == null) {
        encoded =
            new Batch(origin, sequence, commands.stream().map(WaitingCommand::command).toList())
                .encode();
      }
      return encoded;
    }

    /** Whether even the caller with the latest deadline has given up. */
    boolean isOverdue(long now) {
      return commands.get(commands.size() - 1).isOverdue(now);
    }

    boolean isStuck(long now, long attemptNanos) {
      return now - lastAttemptNanos > attemptNanos;
    }

    /** Hands out the answers; an empty list means that the batch was never applied. */
    void answer(List<byte[]> answers, Executor executor) {
      for (int i = 0; i < commands.size(); i++) {
        WaitingCommand waiting = commands.get(i);
        if (answers.isEmpty()) {
          waiting.fail(new ConsensusException.NoQuorum("overtaken by a later command"), executor);
        } else {
          byte[] answer = answers.get(i);
          executor.execute(() -> waiting.answer().complete(answer));
        }
      }
    }

    /** Tells each caller at its own deadline; called from the sweep alone. */
    void failOverdue(long now, Executor executor) {
      while (failed < commands.size() && commands.get(failed).isOverdue(now)) {
        commands.get(failed++).fail(unanswered(), executor);
      }
    }

    void failAll() {
      commands.forEach(waiting -> waiting.fail(unanswered(), Runnable::run));
    }

    private ConsensusException unanswered() {
      return attempts.get() == 0
          ? new ConsensusException.NoQuorum(NOT_TAKEN)
          : new ConsensusException.Indeterminate("the command was proposed and is unanswered");
    }
  }
}
