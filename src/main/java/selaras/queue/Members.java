package selaras.queue;

import java.util.Set;
import java.util.function.Supplier;
import selaras.cluster.NodeId;

/** The nodes that share the work on the queues; gives those last known to be alive. */
public interface Members extends Supplier<Set<NodeId>> {

  /** Says that this node is alive and learns who else is; bounded, may fail as the store does. */
  void announce();

  /**
   * Says that this node goes: at their next announcements the others know, and it announces itself
   * no more. Bounded, may fail as the store does; then its silence says it.
   */
  void leave();
}
