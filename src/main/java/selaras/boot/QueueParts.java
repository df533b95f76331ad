package selaras.boot;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;
import selaras.answers.Completions;
import selaras.cluster.Topology;
import selaras.queue.Housekeeper;
import selaras.queue.Placement;
import selaras.queue.QueueLimits;
import selaras.queue.Settlements;
import selaras.queue.WaitLimits;
import selaras.queue.Waiters;
import selaras.queue.redis.Attempts;
import selaras.queue.redis.PartitionScripts;
import selaras.queue.redis.QueueMessages;
import selaras.queue.redis.RedisCatalog;
import selaras.queue.redis.RedisMembers;
import selaras.queue.redis.RedisQueueDesk;
import selaras.queue.redis.RedisWorkQueue;
import selaras.store.redis.Fences;
import selaras.store.redis.RedisStore;

/** Makes the queue on Redis and its housekeeper. */
@ApplicationScoped
public class QueueParts {
  /** The one Redis, or Redis Cluster, by the name that places partitions on it. */
  private static final String SHARD = "redis-1";

  @Produces
  @Singleton
  RedisMembers members(Topology topology, RedisStore store, Settings settings) {
    return new RedisMembers(topology.self(), store, settings.memberSilence());
  }

  @Produces
  @Singleton
  Placement placement(Topology topology, RedisMembers members) {
    return new Placement(Set.of(SHARD), topology.self(), members);
  }

  @Produces
  @Singleton
  PartitionScripts partitions(
      Placement placement, RedisStore store, Settings settings, Attempts attempts) {
    return new PartitionScripts(placement, Map.of(SHARD, store), settings.queueTurns(), attempts);
  }

  @Produces
  @Singleton
  RedisCatalog catalog(
      RedisStore store, PartitionScripts partitions, QueueLimits limits, Attempts attempts) {
    return new RedisCatalog(store, partitions, limits, attempts);
  }

  @Produces
  @Singleton
  RedisWorkQueue queue(
      RedisCatalog catalog, PartitionScripts partitions, QueueLimits limits, Fences fences) {
    return new RedisWorkQueue(catalog, partitions, limits, fences);
  }

  @Produces
  @Singleton
  RedisQueueDesk desk(RedisCatalog catalog, PartitionScripts partitions, QueueLimits limits) {
    return new RedisQueueDesk(catalog, partitions, limits);
  }

  @Produces
  @Singleton
  Housekeeper housekeeper(RedisWorkQueue queue, Placement placement, RedisMembers members) {
    return new Housekeeper(queue, placement, members);
  }

  @Produces
  @Singleton
  Settlements settlements() {
    return new Settlements(System::nanoTime);
  }

  @Produces
  @Singleton
  QueueMessages queueMessages(RedisStore store, Settings settings, Settlements settlements) {
    return new QueueMessages(store, settings.queueSubscription(), settlements);
  }

  @Produces
  @Singleton
  Waiters waiters(
      RedisWorkQueue queue,
      QueueMessages messages,
      WaitLimits limits,
      QueueLimits batches,
      Completions answers) {
    return new Waiters(queue, messages, limits, batches.batchMax(), answers);
  }
}
