package selaras.queue;

import java.util.Collection;
import java.util.Set;
import java.util.function.Supplier;
import selaras.cluster.HashRing;
import selaras.cluster.NodeId;

/**
 * Where a partition is: the shard that has it, the node that owns it.
 *
 * <p>The shard depends on the configuration alone and is the same on every node. The owner depends
 * on who is alive, so that two nodes may disagree for a moment; owners only do housekeeping, which
 * is safe to do twice. When a member comes or goes, only its share moves.
 *
 * <p>Thread-safe. The ring of owners is computed again only when the set of live nodes changes.
 */
public final class Placement {
  private final HashRing<String> shards;
  private final NodeId self;
  private final Supplier<Set<NodeId>> liveNodes;
  private volatile Owners owners = new Owners(Set.of(), null);

  /**
   * @param shards the names of the stores, at least one
   * @param self this node
   * @param liveNodes who is alive now; asked on every question about owners
   */
  public Placement(Collection<String> shards, NodeId self, Supplier<Set<NodeId>> liveNodes) {
    this.shards = new HashRing<>(shards);
    this.self = self;
    this.liveNodes = liveNodes;
  }

  public String shardOf(Partition partition) {
    return shards.memberFor(partition.toString());
  }

  /** The live node that owns the partition; this node when it knows of none alive. */
  public NodeId ownerOf(Partition partition) {
    Set<NodeId> live = Set.copyOf(liveNodes.get());
    if (live.isEmpty()) {
      return self;
    }
    Owners current = owners;
    if (!current.nodes.equals(live)) {
      current = new Owners(live, new HashRing<>(live));
      owners = current;
    }
    return current.ring.memberFor(partition.toString());
  }

  public boolean isOwnedHere(Partition partition) {
    return ownerOf(partition).equals(self);
  }

  private record Owners(Set<NodeId> nodes, HashRing<NodeId> ring) {}
}
