package selaras.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import selaras.access.Role;
import selaras.cluster.NodeId;
import selaras.consensus.ConsensusView;
import selaras.store.Store;

/** How this node sees itself and the others. Always answers, whatever is down. */
@ApplicationScoped
@Path("status")
@Produces(MediaType.APPLICATION_JSON)
public class StatusResource {
  @Inject private OwnStatus own;

  @GET
  @Needs(Role.READER)
  public Status status() {
    return own.now();
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
      QueueStatus queue,
      CacheAnswers.Stats cache,
      long uptimeMs,
      String version) {
    Status(
        NodeId self,
        ConsensusView view,
        RedisStatus redis,
        QueueStatus queue,
        CacheAnswers.Stats cache) {
      this(
          true,
          self.value(),
          view.role().name().toLowerCase(Locale.ROOT),
          view.term(),
          view.leader().map(NodeId::value).orElse(null),
          view.commitIndex(),
          view.appliedIndex(),
          view.peers().stream().map(PeerStatus::new).toList(),
          redis,
          queue,
          cache,
          ManagementFactory.getRuntimeMXBean().getUptime(),
          Version.TEXT);
    }
  }

  /** Whether Redis answers this node, how it is run, and which servers are in charge. */
  public record RedisStatus(boolean reachable, String form, List<String> servers) {
    static RedisStatus of(Store store) {
      return new RedisStatus(store.isReachable(), store.setup().form(), store.setup().servers());
    }
  }

  /** The queue partitions that this node owned in its last round of housekeeping. */
  public record QueueStatus(List<String> partitionsOwned) {}

  /** Another node; -1 where this node cannot know. */
  public record PeerStatus(
      String nodeId, String http, long matchIndex, long lag, long lastContactMs) {
    PeerStatus(ConsensusView.PeerView view) {
      this(
          view.node().value(),
          view.peer().host() + ":" + view.peer().httpPort(),
          view.matchIndex(),
          view.lag(),
          view.lastContactMillis());
    }
  }
}
