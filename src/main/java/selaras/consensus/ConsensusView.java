package selaras.consensus;

import java.util.List;
import java.util.Optional;
import selaras.cluster.NodeId;
import selaras.cluster.Peer;

/**
 * How one node sees the cluster at one moment.
 *
 * @param alive whether the consensus of this node still runs at all
 * @param role of this node
 * @param term the highest it has seen
 * @param leader whom it follows, itself included; empty when it knows of none
 * @param commitIndex the last log index it knows to be committed
 * @param appliedIndex the last log index it has applied
 * @param peers the other members of the cluster
 */
public record ConsensusView(
    boolean alive,
    Role role,
    long term,
    Optional<NodeId> leader,
    long commitIndex,
    long appliedIndex,
    List<PeerView> peers) {

  /** A node's part in the current term. */
  public enum Role {
    LEADER,
    FOLLOWER,
    CANDIDATE
  }

  /**
   * Another node, as this one sees it.
   *
   * @param peer which one, and where this node finds it
   * @param matchIndex the last log index known to be on its disk; -1 where only the leader knows
   * @param lag entries of the leader's log that it has not confirmed; -1 where only the leader
   *     knows
   * @param lastContactMillis since it was last heard of; -1 when it is not in contact with this
   *     node
   */
  public record PeerView(Peer peer, long matchIndex, long lag, long lastContactMillis) {
    public NodeId node() {
      return peer.id();
    }
  }

  /** Whether commands can be expected to succeed: somebody leads. */
  public boolean hasLeader() {
    return alive && leader.isPresent();
  }
}
