package selaras.queue;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Gives back, at an interval, what is due in the partitions that this node owns. Consumers do the
 * same for themselves, so this only keeps figures and dead letters current in queues nobody reads;
 * correctness never depends on it.
 *
 * <p>Each sweep also announces this node to the others, so that a node that stopped loses its
 * share.
 *
 * <p>One daemon thread. A sweep that fails is given up until the next one; only the first failure
 * of a series is logged.
 */
public final class Housekeeper implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Housekeeper.class.getName());

  /** Calls on one partition in one sweep, so that a huge backlog does not starve the others. */
  private static final int ROUNDS_PER_SWEEP = 20;

  private final DueLeases leases;
  private final Placement placement;
  private final Members members;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("selaras-queue-housekeeper").factory());
  private volatile List<Partition> owned = List.of();
  private boolean failing;

  public Housekeeper(DueLeases leases, Placement placement, Members members) {
    this.leases = leases;
    this.placement = placement;
    this.members = members;
  }

  public void start(Duration interval) {
    long millis = interval.toMillis();
    thread.scheduleWithFixedDelay(this::sweepSafely, millis, millis, TimeUnit.MILLISECONDS);
  }

  /** The partitions that this node owned in the last sweep. */
  public List<Partition> owned() {
    return owned;
  }

  /** One pass over the partitions owned here. */
  void sweep() {
    members.announce();
    List<Partition> mine = leases.partitions().stream().filter(placement::isOwnedHere).toList();
    owned = mine;
    mine.forEach(this::drain);
  }

  private void drain(Partition partition) {
    try {
      int rounds = 0;
      while (leases.giveBack(partition) > 0 && rounds < ROUNDS_PER_SWEEP) {
        rounds++;
      }
    } catch (QueueBusyException e) {
      // its consumers do the same for themselves; the other queues must not wait for it
      LOG.log(Level.DEBUG, "{0} is busy", partition);
    }
  }

  private void sweepSafely() {
    try {
      sweep();
      failing = false;
    } catch (RuntimeException e) {
      if (!failing && !thread.isShutdown()) {
        LOG.log(Level.WARNING, "queue housekeeping pauses: " + e.getMessage());
      }
      failing = true;
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
