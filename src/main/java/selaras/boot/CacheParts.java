package selaras.boot;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import selaras.cache.CacheSettings;
import selaras.cache.CoherentCache;
import selaras.cache.redis.ChannelSettings;
import selaras.cache.redis.RedisOrigin;
import selaras.cache.redis.Subscription;
import selaras.cluster.Topology;
import selaras.store.redis.Fences;
import selaras.store.redis.RedisStore;

/** Makes the cache and its subscription. */
@ApplicationScoped
public class CacheParts {
  @Produces
  @Singleton
  RedisOrigin origin(Topology topology, RedisStore store, ChannelSettings settings, Fences fences) {
    return new RedisOrigin(topology.self(), store, settings, fences);
  }

  @Produces
  @Singleton
  CoherentCache cache(Topology topology, CacheSettings settings, RedisOrigin origin) {
    return new CoherentCache(topology.self(), settings, origin, System::nanoTime);
  }

  @Produces
  @Singleton
  Subscription subscription(
      Topology topology, RedisStore store, ChannelSettings settings, CoherentCache cache) {
    return new Subscription(
        topology.self(), store, settings, cache.invalidations(), System::nanoTime);
  }
}
