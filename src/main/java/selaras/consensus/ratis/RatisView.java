package selaras.consensus.ratis;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.ratis.proto.RaftProtos.CommitInfoProto;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.proto.RaftProtos.ServerRpcProto;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import selaras.cluster.NodeId;
import selaras.cluster.Topology;
import selaras.consensus.ConsensusView;
import selaras.consensus.ConsensusView.PeerView;
import selaras.consensus.ConsensusView.Role;

/** Reads a {@link ConsensusView} off a Ratis server. */
final class RatisView {
  private static final long UNKNOWN = -1;

  /** Longer than between two regular heartbeats, after which a follower counts as gone. */
  private static final long SILENCE_MILLIS = 250;

  private RatisView() {}

  static ConsensusView of(Topology topology, RaftServer.Division division) {
    DivisionInfo info = division.getInfo();
    return new ConsensusView(
        info.isAlive(),
        role(info),
        info.getCurrentTerm(),
        Optional.ofNullable(info.getLeaderId()).map(id -> new NodeId(id.toString())),
        division.getRaftLog().getLastCommittedIndex(),
        info.getLastAppliedIndex(),
        peers(topology, division));
  }

  /** The follower that has most of the log, if this node leads and has followers. */
  static Optional<NodeId> successor(Topology topology, RaftServer.Division division) {
    if (!division.getInfo().isLeader()) {
      return Optional.empty();
    }
    return peers(topology, division).stream()
        .max(Comparator.comparingLong(PeerView::matchIndex))
        .map(PeerView::node);
  }

  /**
   * The lowest commit index that this leader knows a follower to know of, of those that answer; at
   * most its own.
   */
  static long slowestCommit(RaftServer.Division division) {
    Set<ByteString> silent =
        division.getInfo().getRoleInfoProto().getLeaderInfo().getFollowerInfoList().stream()
            .filter(follower -> follower.getLastRpcElapsedTimeMs() > SILENCE_MILLIS)
            .map(follower -> follower.getId().getId())
            .collect(Collectors.toSet());
    return division.getCommitInfos().stream()
        .filter(known -> !silent.contains(known.getServer().getId()))
        .mapToLong(CommitInfoProto::getCommitIndex)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  private static Role role(DivisionInfo info) {
    if (info.isLeader()) {
      return Role.LEADER;
    }
    return info.isCandidate() ? Role.CANDIDATE : Role.FOLLOWER;
  }

  private static List<PeerView> peers(Topology topology, RaftServer.Division division) {
    RoleInfoProto role = division.getInfo().getRoleInfoProto();
    long lastIndex = division.getRaftLog().getNextIndex() - 1;
    Map<String, PeerView> seen = new HashMap<>();
    if (role.hasLeaderInfo()) {
      long[] matches = division.getInfo().getFollowerMatchIndices();
      for (int i = 0; i < role.getLeaderInfo().getFollowerInfoCount(); i++) {
        ServerRpcProto follower = role.getLeaderInfo().getFollowerInfo(i);
        // none any more, when the leader has just stepped down
        long match = matches != null && i < matches.length ? matches[i] : UNKNOWN;
        long lag = match < 0 ? UNKNOWN : Math.max(0, lastIndex - match);
        put(seen, follower, match, lag);
      }
    } else if (role.hasFollowerInfo()) {
      put(seen, role.getFollowerInfo().getLeaderInfo(), UNKNOWN, UNKNOWN);
    }
    return RatisConsensus.others(topology).stream()
        .map(id -> seen.getOrDefault(id.value(), new PeerView(id, UNKNOWN, UNKNOWN, UNKNOWN)))
        .toList();
  }

  private static void put(Map<String, PeerView> seen, ServerRpcProto rpc, long match, long lag) {
    String name = rpc.getId().getId().toStringUtf8();
    if (!name.isEmpty()) {
      seen.put(name, new PeerView(new NodeId(name), match, lag, rpc.getLastRpcElapsedTimeMs()));
    }
  }
}
