package selaras.consensus.ratis;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.ratis.proto.RaftProtos.CommitInfoProto;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.proto.RaftProtos.ServerRpcProto;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import selaras.cluster.NodeId;
import selaras.cluster.Peer;
import selaras.consensus.ConsensusView;
import selaras.consensus.ConsensusView.PeerView;
import selaras.consensus.ConsensusView.Role;

/** Reads a {@link ConsensusView} off a Ratis server. */
final class RatisView {
  private static final long UNKNOWN = -1;

  /** Longer than between two regular heartbeats, after which a follower counts as gone. */
  private static final long SILENCE_MILLIS = 250;

  /** What may be under way to a follower that keeps up. */
  static final long NEAR_ENTRIES = 16;

  private RatisView() {}

  static ConsensusView of(Addresses addresses, RaftServer.Division division) {
    DivisionInfo info = division.getInfo();
    return new ConsensusView(
        info.isAlive(),
        role(info),
        info.getCurrentTerm(),
        Optional.ofNullable(info.getLeaderId()).map(id -> new NodeId(id.toString())),
        division.getRaftLog().getLastCommittedIndex(),
        info.getLastAppliedIndex(),
        peers(addresses, division));
  }

  /** The follower that has most of the log of those that answer, if this node leads and has any. */
  static Optional<NodeId> successor(Addresses addresses, RaftServer.Division division) {
    if (!division.getInfo().isLeader()) {
      return Optional.empty();
    }
    return peers(addresses, division).stream()
        .filter(peer -> peer.matchIndex() >= 0 && peer.lastContactMillis() <= SILENCE_MILLIS)
        .max(Comparator.comparingLong(PeerView::matchIndex))
        .map(PeerView::node);
  }

  /**
   * The lowest commit index that this leader knows a follower to know of, of those that answer and
   * keep up; at most its own. Who catches up hears of commits with what it is sent.
   */
  static long slowestCommit(RaftServer.Division division) {
    Set<ByteString> left = new HashSet<>();
    long near = division.getRaftLog().getLastCommittedIndex() - NEAR_ENTRIES;
    long[] matches = division.getInfo().getFollowerMatchIndices();
    List<ServerRpcProto> followers =
        division.getInfo().getRoleInfoProto().getLeaderInfo().getFollowerInfoList();
    for (int i = 0; i < followers.size(); i++) {
      boolean answers = followers.get(i).getLastRpcElapsedTimeMs() <= SILENCE_MILLIS;
      if (!answers || match(matches, i) < near) {
        left.add(followers.get(i).getId().getId());
      }
    }
    return division.getCommitInfos().stream()
        .filter(known -> !left.contains(known.getServer().getId()))
        .mapToLong(CommitInfoProto::getCommitIndex)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /** There is none any more, when the leader has just stepped down. */
  private static long match(long[] matches, int follower) {
    return matches != null && follower < matches.length ? matches[follower] : UNKNOWN;
  }

  private static Role role(DivisionInfo info) {
    if (info.isLeader()) {
      return Role.LEADER;
    }
    return info.isCandidate() ? Role.CANDIDATE : Role.FOLLOWER;
  }

  /** The members of now, and those that are leaving, without this node. */
  private static List<PeerView> peers(Addresses addresses, RaftServer.Division division) {
    RoleInfoProto role = division.getInfo().getRoleInfoProto();
    long lastIndex = division.getRaftLog().getNextIndex() - 1;
    Map<String, Seen> seen = new HashMap<>();
    if (role.hasLeaderInfo()) {
      long[] matches = division.getInfo().getFollowerMatchIndices();
      for (int i = 0; i < role.getLeaderInfo().getFollowerInfoCount(); i++) {
        ServerRpcProto follower = role.getLeaderInfo().getFollowerInfo(i);
        long match = match(matches, i);
        long lag = match < 0 ? UNKNOWN : Math.max(0, lastIndex - match);
        put(seen, follower, match, lag);
      }
    } else if (role.hasFollowerInfo()) {
      put(seen, role.getFollowerInfo().getLeaderInfo(), UNKNOWN, UNKNOWN);
    }
    return division.getRaftConf().getAllPeers().stream()
        .map(addresses::of)
        .filter(peer -> !peer.id().equals(addresses.topology().self()))
        .sorted(Comparator.comparing(Peer::id))
        .map(peer -> seen.getOrDefault(peer.id().value(), Seen.NOT).as(peer))
        .toList();
  }

  private static void put(Map<String, Seen> seen, ServerRpcProto rpc, long match, long lag) {
    String name = rpc.getId().getId().toStringUtf8();
    if (!name.isEmpty()) {
      seen.put(name, new Seen(match, lag, rpc.getLastRpcElapsedTimeMs()));
    }
  }

  /** What this node has of another one. */
  private record Seen(long match, long lag, long lastContactMillis) {
    private static final Seen NOT = new Seen(UNKNOWN, UNKNOWN, UNKNOWN);

    PeerView as(Peer peer) {
      return new PeerView(peer, match, lag, lastContactMillis);
    }
  }
}
