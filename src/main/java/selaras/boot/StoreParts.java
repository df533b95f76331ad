package selaras.boot;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import selaras.consensus.Completions;
import selaras.store.redis.Fences;
import selaras.store.redis.RedisSettings;
import selaras.store.redis.RedisStore;

/** Makes the client of Redis and the fences in it. */
@ApplicationScoped
public class StoreParts {
  @Produces
  @Singleton
  RedisStore store(RedisSettings settings, Completions answers) {
    return new RedisStore(settings, answers);
  }

  @Produces
  @Singleton
  Fences fences(RedisStore store, Settings settings) {
    return new Fences(settings.fenceMemory(), store);
  }
}
