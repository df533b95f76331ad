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

/** Ready while somebody leads; says who. */
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
        .status(view.hasLeader())
        .build();
  }
}
