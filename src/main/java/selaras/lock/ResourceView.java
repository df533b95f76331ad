package selaras.lock;

import java.util.List;

/**
 * How one resource stands at one log time.
 *
 * @param holders in the order of their grants
 * @param waiters in the order in which they will be served
 */
public record ResourceView(String resource, List<Holder> holders, List<Waiting> waiters) {

  /** Somebody in the queue, and how long it will stay there. */
  public record Waiting(String holderId, LockMode mode, long remainingMillis) {}
}
