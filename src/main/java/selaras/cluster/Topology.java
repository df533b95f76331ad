package selaras.cluster;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * This node and all nodes of the cluster, as configured.
 *
 * @param self this node's name; one of the peers'
 * @param peers all nodes, this one included, in order of their names
 */
public record Topology(NodeId self, List<Peer> peers) {
  public Topology {
    peers = peers.stream().sorted((a, b) -> a.id().compareTo(b.id())).toList();
    if (peers.stream().map(Peer::id).distinct().count() != peers.size()) {
      throw new IllegalArgumentException("cluster.nodes names a node twice: " + peers);
    }
    NodeId wanted = self;
    if (peers.stream().noneMatch(peer -> peer.id().equals(wanted))) {
      throw new IllegalArgumentException(
          "node.id=" + self + " is not among cluster.nodes: " + peers);
    }
  }

  /** Reads {@code node-1=127.0.0.1:8001:9001,node-2=...}. */
  public static Topology parse(String self, String nodes) {
    return new Topology(
        new NodeId(self), Arrays.stream(nodes.split(",")).map(Peer::parse).toList());
  }

  public Peer me() {
    return peer(self);
  }

  public Peer peer(NodeId id) {
    return find(id).orElseThrow(() -> new IllegalArgumentException("no such node: " + id));
  }

  public Optional<Peer> find(NodeId id) {
    return peers.stream().filter(peer -> peer.id().equals(id)).findFirst();
  }
}
