package selaras.queue;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import selaras.cluster.HashRing;
import selaras.cluster.NodeId;

/**
 * Where things are: the partition of a message, the shard of a partition, the node that owns it.
 *
 * <p>Shard and partition depend on the configuration alone and are the same on every node. The
 * owner depends on who is alive, so that two nodes may disagree for a moment; owners only do
 * housekeeping, which is safe to do twice. When a member comes or goes, only its share moves.
 *
 * <p>Thread-safe. The ring of owners is computed again only when the set of live nodes changes.
 */
public final class Placement {
  private static final int PARTITIONS_PER_QUEUE = 1;

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

  /** The partition for a message or call with this routing key: the same key, the same one. */
  public Partition partitionFor(String queue, String routingKey) {
    return new Partition(queue, Math.floorMod(routingKey.hashCode(), PARTITIONS_PER_QUEUE));
  }

  public List<Partition> partitionsOf(String queue) {
    return IntStream.range(0, PARTITIONS_PER_QUEUE)
        .mapToObj(index -> new Partition(queue, index))
        .toList();
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
