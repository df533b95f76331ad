package selaras.consensus.ratis;

import java.util.List;
import java.util.stream.Stream;
import org.apache.ratis.protocol.RaftPeer;
import selaras.cluster.NodeId;
import selaras.cluster.Peer;

/** A change of the members, which whoever is asked for it sends to the leader as a line of text. */
sealed interface MemberChange {
  NodeId node();

  /** The members after it. */
  List<RaftPeer> appliedTo(List<RaftPeer> members);

  String text();

  /** A node to add, at an address. */
  record Add(Peer peer) implements MemberChange {
    @Override
    public NodeId node() {
      return peer.id();
    }

    @Override
    public List<RaftPeer> appliedTo(List<RaftPeer> members) {
      return Stream.concat(members.stream(), Stream.of(Addresses.toRaft(peer))).toList();
    }

    @Override
    public String text() {
      return "add " + peer.text();
    }
  }

  /** A node to remove. */
  record Remove(NodeId node) implements MemberChange {
    @Override
    public List<RaftPeer> appliedTo(List<RaftPeer> members) {
      return members.stream()
          .filter(member -> !member.getId().toString().equals(node.value()))
          .toList();
    }

    @Override
    public String text() {
      return "remove " + node;
    }
  }

  static MemberChange parse(String text) {
    String[] words = text.split(" ", 2);
    return switch (words[0]) {
      case "add" -> new Add(Peer.parse(words[1]));
      case "remove" -> new Remove(new NodeId(words[1]));
      default -> throw new IllegalArgumentException("not a change of the members: " + text);
    };
  }
}
