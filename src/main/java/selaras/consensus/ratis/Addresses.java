package selaras.consensus.ratis;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftConfiguration;
import selaras.cluster.NodeId;
import selaras.cluster.Peer;
import selaras.cluster.Topology;

/**
 * Where nodes are found. Who is a member is in the log; where this node finds one is what its own
 * configuration says, if it names it, and else what the log says.
 *
 * @param topology as configured on this node
 */
record Addresses(Topology topology) {
  /** The node as the log has it; the address of its API is that of the clients of Ratis there. */
  static RaftPeer toRaft(Peer peer) {
    return RaftPeer.newBuilder()
        .setId(peer.id().value())
        .setAddress(peer.host() + ":" + peer.raftPort())
        .setClientAddress(peer.host() + ":" + peer.httpPort())
        .build();
  }

  /** To be asked at the address of Raft, where requests for the leader go too. */
  static List<RaftPeer> toAsk(Collection<RaftPeer> members) {
    return members.stream()
        .map(
            peer -> RaftPeer.newBuilder().setId(peer.getId()).setAddress(peer.getAddress()).build())
        .toList();
  }

  /** The members of now, in order of their names. */
  List<Peer> of(RaftConfiguration members) {
    return members.getCurrentPeers().stream()
        .map(this::of)
        .sorted(Comparator.comparing(Peer::id))
        .toList();
  }

  Peer of(RaftPeer member) {
    NodeId id = new NodeId(member.getId().toString());
    return topology.find(id).orElseGet(() -> logged(id, member));
  }

  /** The member as it is, with the address of its API in any case. */
  RaftPeer complete(RaftPeer member) {
    Peer peer = of(member);
    return RaftPeer.newBuilder(member)
        .setClientAddress(peer.host() + ":" + peer.httpPort())
        .build();
  }

  /** A log of a release before members could change has no address of the API. */
  private Peer logged(NodeId id, RaftPeer member) {
    String raft = member.getAddress();
    String http = member.getClientAddress();
    boolean unknown = http == null || http.isEmpty();
    return new Peer(id, host(raft), unknown ? topology.me().httpPort() : port(http), port(raft));
  }

  RaftPeerId self() {
    return toRaftId(topology.self());
  }

  static RaftPeerId toRaftId(NodeId node) {
    return RaftPeerId.valueOf(node.value());
  }

  private static String host(String address) {
    return address.substring(0, address.lastIndexOf(':'));
  }

  private static int port(String address) {
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }
}
