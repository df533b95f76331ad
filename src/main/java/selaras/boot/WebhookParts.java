package selaras.boot;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import selaras.cluster.Admission;
import selaras.queue.Partition;
import selaras.queue.Placement;
import selaras.queue.QueueLimits;
import selaras.queue.Waiters;
import selaras.queue.WorkQueue;
import selaras.store.redis.RedisStore;
import selaras.webhook.AllowedHosts;
import selaras.webhook.WebhookKeeper;
import selaras.webhook.WebhookLimits;
import selaras.webhook.http.HttpCalls;
import selaras.webhook.redis.RedisWebhooks;

/** Makes what sends messages to webhooks. */
@ApplicationScoped
public class WebhookParts {
  @Produces
  @Singleton
  RedisWebhooks webhooks(RedisStore store, WebhookLimits limits, QueueLimits queues) {
    return new RedisWebhooks(store, limits.webhooksMax(), queues.rememberFor());
  }

  @Produces
  @Singleton
  HttpCalls webhookCalls() {
    return new HttpCalls();
  }

  /** The owner of the first partition sends for the whole queue. */
  @Produces
  @Singleton
  WebhookKeeper webhookKeeper(
      RedisWebhooks webhooks,
      AllowedHosts hosts,
      Placement placement,
      Waiters waiters,
      WorkQueue queue,
      HttpCalls calls,
      Admission admission,
      WebhookLimits limits) {
    return new WebhookKeeper(
        webhooks,
        hosts,
        name -> placement.isOwnedHere(new Partition(name, 0)),
        waiters,
        queue,
        calls,
        admission,
        limits);
  }
}
