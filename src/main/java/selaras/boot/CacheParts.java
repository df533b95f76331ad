package selaras.boot;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import selaras.answers.Completions;
import selaras.cache.CacheSettings;
import selaras.cache.CoherentCache;
import selaras.cache.redis.CacheMessages;
import selaras.cache.redis.ChannelSettings;
import selaras.cache.redis.RedisOrigin;
import selaras.cluster.Topology;
import selaras.store.redis.Fences;
import selaras.store.redis.RedisStore;
import selaras.store.redis.Subscription;

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
  CoherentCache cache(
      Topology topology, CacheSettings settings, RedisOrigin origin, Completions answers) {
    return new CoherentCache(topology.self(), settings, origin, System::nanoTime, answers);
  }

  @Produces
  @Singleton
  CacheMessages messages(
      Topology topology, RedisStore store, ChannelSettings settings, CoherentCache cache) {
    return new CacheMessages(topology.self(), store, settings, cache.invalidations());
  }

  @Produces
  @Singleton
  Subscription subscription(RedisStore store, ChannelSettings settings, CacheMessages messages) {
    return new Subscription(
        "cache", store, settings.subscription(), messages.channels(), messages, System::nanoTime);
  }
}
