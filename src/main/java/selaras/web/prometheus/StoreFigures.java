package selaras.web.prometheus;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Map;
import selaras.store.PoolView;
import selaras.store.Store;

/** Redis as this node reaches it. */
@ApplicationScoped
class StoreFigures implements FigureSource {
  @Inject private Instance<Store> store;

  @Override
  public void describe(Figures figures) {
    figures.gauge(
        "selaras_redis_up",
        "1 while Redis answers this node, asked at each scrape.",
        () -> store.get().isReachable() ? 1 : 0);
    figures.counter(
        "selaras_redis_failures", "Calls that Redis did not answer.", () -> pool().failures());
    figures.gauge(
        "selaras_redis_pool_connections", "Connections to Redis.", "state", this::connections);
    figures.gauge(
        "selaras_redis_pool_waiting", "Calls that wait for a connection.", () -> pool().waiting());
    figures.gauge(
        "selaras_redis_pool_limit", "Connections that may be open.", () -> pool().limit());
  }

  private Map<String, Double> connections() {
    PoolView pool = pool();
    return Map.of("active", (double) pool.active(), "idle", (double) pool.idle());
  }

  private PoolView pool() {
    return store.get().pool();
  }
}
