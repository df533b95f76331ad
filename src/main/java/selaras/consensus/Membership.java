package selaras.consensus;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import selaras.cluster.NodeId;
import selaras.cluster.Peer;

/**
 * Which nodes decide together; changed one node at a time while the cluster serves.
 *
 * <p>A change is agreed upon by a majority of the members before it and of those after it, and is
 * not made where too few of the latter answer. The same change again does nothing.
 *
 * <p>Thread-safe. Every future completes within the configured time-outs, with a {@link
 * ConsensusException} if it did not become known how the change went.
 */
public interface Membership {
  /** Who decides, as this node knows it; never blocks. In order of their names. */
  List<Peer> members();

  /** Whether this node knows of a change that is not complete. */
  boolean isChanging();

  /** Has a node decide too, which runs and waits for that, once it has all that the others have. */
  CompletableFuture<MembershipOutcome> add(Peer node);

  /** Has a node decide no more; whether it runs does not matter. */
  CompletableFuture<MembershipOutcome> remove(NodeId node);
}
