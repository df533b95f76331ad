package selaras.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import selaras.cluster.NodeState;
import selaras.store.Store;

/** Ready while Redis answers. Locks work without it; the queue and the cache do not. */
@Readiness
@ApplicationScoped
public class RedisCheck implements HealthCheck {
  @Inject private NodeState state;
  @Inject private Instance<Store> store;

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("redis")
        .status(state.isRunning() && store.get().isReachable())
        .withData("form", store.get().setup().form())
        .build();
  }
}
