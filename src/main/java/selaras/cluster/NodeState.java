package selaras.cluster;

/**
 * Whether this node is at work: every part made and started, none stopped yet. Asking a part before
 * that could make it, on a thread that does not see the node's configuration.
 *
 * <p>Thread-safe.
 */
public final class NodeState {
  private volatile boolean begun;
  private volatile boolean running;

  public void started() {
    running = true;
    begun = true;
  }

  public void stopping() {
    running = false;
  }

  public boolean isRunning() {
    return running;
  }

  /** Whether it is or was running. */
  public boolean hasBegun() {
    return begun;
  }
}
