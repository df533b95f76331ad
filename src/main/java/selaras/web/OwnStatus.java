package selaras.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import selaras.cache.CoherentCache;
import selaras.cluster.Topology;
import selaras.consensus.Consensus;
import selaras.queue.Housekeeper;
import selaras.queue.Partition;
import selaras.store.Store;

/** Reads how this node stands. Thread-safe; bounded by the time-out of Redis. */
@ApplicationScoped
class OwnStatus {
  @Inject private Topology topology;
  @Inject private Consensus consensus;
  @Inject private Store store;
  @Inject private Housekeeper housekeeper;
  @Inject private CoherentCache cache;

  StatusResource.Status now() {
    return new StatusResource.Status(
        topology.self(),
        consensus.view(),
        StatusResource.RedisStatus.of(store),
        new StatusResource.QueueStatus(
            housekeeper.owned().stream().map(Partition::toString).toList()),
        new CacheAnswers.Stats(null, cache.stats()));
  }
}
