package selaras.boot;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import selaras.cluster.Topology;
import selaras.consensus.Consensus;
import selaras.lock.LockMirror;
import selaras.lock.MirrorSettings;
import selaras.lock.ReplicatedLocks;
import selaras.lock.TouchedResources;
import selaras.lock.redis.RedisMirror;
import selaras.store.redis.RedisStore;

/** Makes the mirror of the lock table in Redis. */
@ApplicationScoped
public class MirrorParts {
  @Produces
  @Singleton
  TouchedResources touchedResources() {
    return new TouchedResources();
  }

  @Produces
  @Singleton
  RedisMirror redisMirror(Topology topology, RedisStore store, MirrorSettings settings) {
    return new RedisMirror(topology.self(), store, settings.name());
  }

  @Produces
  @Singleton
  LockMirror lockMirror(
      Consensus consensus, ReplicatedLocks locks, TouchedResources touched, RedisMirror store) {
    return new LockMirror(consensus, locks, touched, store);
  }
}
