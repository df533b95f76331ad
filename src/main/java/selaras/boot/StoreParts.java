package selaras.boot;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import selaras.answers.Completions;
import selaras.queue.redis.Attempts;
import selaras.store.redis.Fences;
import selaras.store.redis.RedisSettings;
import selaras.store.redis.RedisStore;

/** Makes the client of Redis and the fences in it. */
@ApplicationScoped
public class StoreParts {
  /** Not those of the locks, which have nothing to do with a Redis that hangs. */
  private final Completions answers = new Completions("redis-answers");

  @Produces
  @Singleton
  RedisStore store(RedisSettings settings) {
    return new RedisStore(settings, answers);
  }

  @Produces
  @Singleton
  Attempts attempts() {
    return new Attempts(answers);
  }

  @Produces
  @Singleton
  Fences fences(RedisStore store, Settings settings) {
    return new Fences(settings.fenceMemory(), store);
  }

  @PreDestroy
  void close() {
    answers.close();
  }
}
