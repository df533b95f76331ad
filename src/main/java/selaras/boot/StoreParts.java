package selaras.boot;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import selaras.store.redis.RedisSettings;
import selaras.store.redis.RedisStore;

/** Makes the client of Redis. */
@ApplicationScoped
public class StoreParts {
  @Produces
  @Singleton
  RedisStore store(RedisSettings settings) {
    return new RedisStore(settings);
  }
}
