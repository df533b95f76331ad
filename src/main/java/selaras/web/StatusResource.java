package selaras.web;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import selaras.cluster.NodeId;
import selaras.cluster.Peer;
import selaras.cluster.Topology;
import selaras.consensus.Consensus;
import selaras.consensus.ConsensusView;
import selaras.store.Store;

/** How this node sees itself and the others. Always answers, whatever is down. */
@Path("status")
@Produces(MediaType.APPLICATION_JSON)
public class StatusResource {
  @Inject private Topology topology;
  @Inject private Consensus consensus;
  @Inject private Store store;

  @GET
  public Status status() {
    return new Status(topology, consensus.view(), store.isReachable());
  }

  /** The answer. */
  public record Status(
      boolean success,
      String nodeId,
      String role,
      long term,
      String leader,
      long commitIndex,
      long appliedIndex,
      List<PeerStatus> peers,
      RedisStatus redis,
      long uptimeMs,
      String version) {
    Status(Topology topology, ConsensusView view, boolean redisReachable) {
      this(
          true,
          topology.self().value(),
          view.role().name().toLowerCase(Locale.ROOT),
          view.term(),
          view.leader().map(NodeId::value).orElse(null),
          view.commitIndex(),
          view.appliedIndex(),
          view.peers().stream()
              .map(peer -> new PeerStatus(topology.peer(peer.node()), peer))
              .toList(),
          new RedisStatus(redisReachable),
          ManagementFactory.getRuntimeMXBean().getUptime(),
          Version.TEXT);
    }
  }

  /** Whether Redis answers this node. */
  public record RedisStatus(boolean reachable) {}

  /** Another node; -1 where this node cannot know. */
  public record PeerStatus(
      String nodeId, String http, long matchIndex, long lag, long lastContactMs) {
    PeerStatus(Peer peer, ConsensusView.PeerView view) {
      this(
          peer.id().value(),
          peer.host() + ":" + peer.httpPort(),
          view.matchIndex(),
          view.lag(),
          view.lastContactMillis());
    }
  }
}
