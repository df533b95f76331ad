package selaras.boot;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import selaras.cluster.NodeId;
import selaras.cluster.Topology;
import selaras.queue.Housekeeper;
import selaras.queue.Placement;
import selaras.queue.QueueLimits;
import selaras.queue.redis.RedisWorkQueue;
import selaras.store.redis.RedisStore;

/** Makes the queue on Redis and its housekeeper, which runs as long as the node. */
@ApplicationScoped
public class QueueParts {
  /** The one Redis of today, by the name that places partitions on it. */
  private static final String SHARD = "redis-1";

  @Inject
  @ConfigProperty(name = "queue.sweep.interval_ms")
  private long sweepMillis;

  private Housekeeper housekeeper;

  @Produces
  @Singleton
  QueueLimits limits(
      @ConfigProperty(name = "queue.visibility_ms") long visibilityMillis,
      @ConfigProperty(name = "queue.visibility.max_ms") long visibilityMaxMillis,
      @ConfigProperty(name = "queue.deliveries.max") int maxDeliveries,
      @ConfigProperty(name = "queue.depth.max") int depthMax,
      @ConfigProperty(name = "queue.batch.max") int batchMax,
      @ConfigProperty(name = "queue.batch.max_bytes") int batchBytes,
      @ConfigProperty(name = "queue.queues.max") int queuesMax,
      @ConfigProperty(name = "queue.request.remember_ms") long rememberMillis) {
    return new QueueLimits(
        Duration.ofMillis(visibilityMillis),
        Duration.ofMillis(visibilityMaxMillis),
        maxDeliveries,
        depthMax,
        batchMax,
        batchBytes,
        queuesMax,
        Duration.ofMillis(rememberMillis));
  }

  /** Every configured node counts as alive: an owner that is not only leaves work to consumers. */
  @Produces
  @Singleton
  Placement placement(Topology topology) {
    Set<NodeId> nodes = Set.copyOf(topology.ids());
    return new Placement(Set.of(SHARD), topology.self(), () -> nodes);
  }

  @Produces
  @Singleton
  RedisWorkQueue queue(Placement placement, RedisStore store, QueueLimits limits) {
    return new RedisWorkQueue(placement, Map.of(SHARD, store), store, limits);
  }

  void start(@Observes Startup event, RedisWorkQueue queue, Placement placement) {
    housekeeper = new Housekeeper(queue, placement);
    housekeeper.start(Duration.ofMillis(sweepMillis));
  }

  void stop(@Observes Shutdown event) {
    housekeeper.close();
  }
}
