package selaras.boot;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import selaras.store.redis.RedisSettings;
import selaras.store.redis.RedisStore;

/** Makes the client of Redis and closes it with the node. */
@ApplicationScoped
public class StoreParts {
  @Produces
  @Singleton
  RedisStore store(RedisSettings settings) {
    return new RedisStore(settings);
  }

  void close(@Disposes RedisStore store) {
    store.close();
  }
}
