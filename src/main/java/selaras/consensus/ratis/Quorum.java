package selaras.consensus.ratis;

import java.util.Collection;
import java.util.Set;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftConfiguration;

/**
 * Who decides in a configuration of Ratis: a majority of its members; while it changes, one of the
 * members before as well (joint consensus, section 4.3 of Ongaro's dissertation).
 */
final class Quorum {
  private Quorum() {}

  /** Whether these nodes may decide for all; a node that is no member does not count. */
  static boolean isMajority(RaftConfiguration members, Set<RaftPeerId> nodes) {
    Collection<RaftPeer> before = members.getPreviousPeers();
    return isMajority(members.getCurrentPeers(), nodes)
        && (before.isEmpty() || isMajority(before, nodes));
  }

  /** Whether these nodes are a majority of the members. */
  static boolean isMajority(Collection<RaftPeer> members, Set<RaftPeerId> nodes) {
    return 2 * present(members, nodes) > members.size();
  }

  /** How many of the members are among these nodes. */
  static long present(Collection<RaftPeer> members, Set<RaftPeerId> nodes) {
    return members.stream().map(RaftPeer::getId).filter(nodes::contains).count();
  }
}
