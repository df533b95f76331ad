package selaras.queue;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Gives back, at an interval, what is due in the partitions that this node owns. Consumers do the
 * same for themselves, so this only keeps figures and dead letters current in queues nobody reads;
 * correctness never depends on it. Finishes deletions of queues that were left in between.
 *
 * <p>At the same interval, and however long a sweep takes, it announces this node to the others, so
 * that a node that stopped loses its share.
 *
 * <p>Two daemon threads. A sweep that fails is given up until the next one; only the first failure
 * of a series is logged.
 */
public final class Housekeeper implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Housekeeper.class.getName());

  /** Calls on one partition in one sweep, so that a huge backlog does not starve the others. */
  private static final int ROUNDS_PER_SWEEP = 20;

  private final DueLeases leases;
  private final Placement placement;
  private final Members members;
  private final ScheduledExecutorService threads =
      Executors.newScheduledThreadPool(
          2, Thread.ofPlatform().daemon().name("selaras-queue-housekeeper-", 1).factory());
  private volatile List<Partition> owned = List.of();

  public Housekeeper(DueLeases leases, Placement placement, Members members) {
    this.leases = leases;
    this.placement = placement;
    this.members = members;
  }

  public void start(Duration interval) {
    long millis = interval.toMillis();
    every(millis, millis, members::announce);
    // who the others are is known by then
    every(2 * millis, millis, this::sweep);
  }

  /** The partitions that this node owned in the last sweep. */
  public List<Partition> owned() {
    return owned;
  }

  /** One pass over the partitions owned here. */
  void sweep() {
    List<Partition> mine = leases.partitions().stream().filter(placement::isOwnedHere).toList();
    owned = mine;
    Set<String> busy = new HashSet<>();
    for (Partition partition : mine) {
      if (!busy.contains(partition.queue()) && !drain(partition)) {
        busy.add(partition.queue());
      }
    }
    leases.finishDeletions(placement::isOwnedHere);
  }

  /** False when the queue is busy, all its partitions alike. */
  private boolean drain(Partition partition) {
    try {
      int rounds = 0;
      while (leases.giveBack(partition) > 0 && rounds < ROUNDS_PER_SWEEP) {
        rounds++;
      }
      return true;
    } catch (QueueBusyException e) {
      // its consumers do the same for themselves; the other queues must not wait for it
      LOG.log(Level.DEBUG, "{0} is busy", partition);
      return false;
    }
  }

  private void every(long millisAtFirst, long millis, Runnable work) {
    AtomicBoolean failing = new AtomicBoolean();
    threads.scheduleWithFixedDelay(
        () -> safely(work, failing), millisAtFirst, millis, TimeUnit.MILLISECONDS);
  }

  private void safely(Runnable work, AtomicBoolean failing) {
    try {
      work.run();
      failing.set(false);
    } catch (RuntimeException e) {
      if (!failing.getAndSet(true) && !threads.isShutdown()) {
        LOG.log(Level.WARNING, "queue housekeeping pauses: " + e.getMessage());
      }
    }
  }

  /** Begins no more; leaves this node's share to the others, of which nobody awaits the end. */
  @Override
  public void close() {
    if (!threads.isShutdown()) {
      threads.execute(() -> safely(members::leave, new AtomicBoolean(true)));
      threads.shutdown();
    }
  }
}
