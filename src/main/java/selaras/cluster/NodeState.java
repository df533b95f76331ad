package selaras.cluster;

/**
 * How far this node is. Asking a part before it runs could make the part, on a thread that does not
 * see the node's configuration.
 *
 * <p>Thread-safe.
 */
public final class NodeState {
  private enum Phase {
    /** Not every part is made and started. */
    STARTING,
    RUNNING,
    /** Some part is stopped, or will be. */
    STOPPING
  }

  private volatile Phase phase = Phase.STARTING;

  public synchronized void started() {
    phase = Phase.RUNNING;
  }

  /** Says nothing of a node that never ran. */
  public synchronized void stopping() {
    if (phase == Phase.RUNNING) {
      phase = Phase.STOPPING;
    }
  }

  public boolean isRunning() {
    return phase == Phase.RUNNING;
  }

  /** Whether it is or was running. */
  public boolean hasBegun() {
    return phase != Phase.STARTING;
  }
}
