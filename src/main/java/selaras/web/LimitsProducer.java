package selaras.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Reads the limits of a request from the configuration. */
@ApplicationScoped
public class LimitsProducer {
  @Produces
  @Singleton
  Limits limits(
      @ConfigProperty(name = "api.name.max_chars") int nameChars,
      @ConfigProperty(name = "api.body.max_bytes") int bodyBytes,
      @ConfigProperty(name = "api.value.max_bytes") int valueBytes,
      @ConfigProperty(name = "api.json.max_depth") int jsonDepth) {
    return new Limits(nameChars, bodyBytes, valueBytes, jsonDepth);
  }

  @Produces
  @Singleton
  CacheLimits cacheLimits(
      @ConfigProperty(name = "cache.ttl.max_ms") long ttlMillis,
      @ConfigProperty(name = "cache.batch.max") int batch,
      @ConfigProperty(name = "cache.batch.max_chars") int batchChars,
      @ConfigProperty(name = "cache.strict.waits.max") int strictWaits) {
    return new CacheLimits(ttlMillis, batch, batchChars, strictWaits);
  }

  @Produces
  @Singleton
  WatchLimits watchLimits(
      @ConfigProperty(name = "console.watchers.max") int watchers,
      @ConfigProperty(name = "console.interval_ms") long intervalMillis,
      @ConfigProperty(name = "console.patience_ms") long patienceMillis,
      @ConfigProperty(name = "console.queues.max") int queues,
      @ConfigProperty(name = "console.nodes") Optional<String> addresses) {
    return new WatchLimits(
        watchers,
        Duration.ofMillis(intervalMillis),
        Duration.ofMillis(patienceMillis),
        queues,
        WatchLimits.addresses(addresses.orElse("")));
  }
}
