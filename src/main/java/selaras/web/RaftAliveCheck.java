package selaras.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import selaras.cluster.NodeState;
import selaras.consensus.Consensus;

/** Alive while the Raft server runs; one that died inside a living process needs a restart. */
@Liveness
@ApplicationScoped
public class RaftAliveCheck implements HealthCheck {
  @Inject private NodeState state;
  @Inject private Instance<Consensus> consensus;

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("raft-server")
        .status(!state.isRunning() || consensus.get().view().alive())
        .build();
  }
}
