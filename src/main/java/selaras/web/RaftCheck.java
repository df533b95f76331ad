package selaras.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import selaras.cluster.NodeId;
import selaras.cluster.NodeState;
import selaras.consensus.Consensus;
import selaras.consensus.ConsensusView;

/** Ready while somebody leads; says who, and how far this node has come. */
@Readiness
@ApplicationScoped
public class RaftCheck implements HealthCheck {
  @Inject private NodeState state;
  @Inject private Instance<Consensus> consensus;

  @Override
  public HealthCheckResponse call() {
    if (!state.isRunning()) {
      return HealthCheckResponse.named("raft").down().build();
    }
    ConsensusView view = consensus.get().view();
    return HealthCheckResponse.named("raft")
        .withData("role", view.role().name().toLowerCase(Locale.ROOT))
        .withData("term", view.term())
        .withData("leader", view.leader().map(NodeId::value).orElse("none"))
        .withData("commit_index", view.commitIndex())
        .withData("applied_index", view.appliedIndex())
        .status(view.hasLeader())
        .build();
  }
}
