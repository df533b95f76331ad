package selaras.store.redis;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import selaras.answers.Completions;
import selaras.answers.Pending;
import selaras.cache.CacheSettings;
import selaras.cache.CoherentCache;
import selaras.cache.Partitions;
import selaras.cache.Put;
import selaras.cache.ReadOutcome;
import selaras.cache.WriteOutcome;
import selaras.cache.redis.CacheMessages;
import selaras.cache.redis.ChannelSettings;
import selaras.cache.redis.RedisOrigin;
import selaras.cluster.NodeId;
import selaras.lock.redis.RedisMirror;
import selaras.queue.Consume;
import selaras.queue.Delivery;
import selaras.queue.LeaseCommand;
import selaras.queue.LeaseOutcome;
import selaras.queue.Ordering;
import selaras.queue.Placement;
import selaras.queue.Produce;
import selaras.queue.ProduceOutcome;
import selaras.queue.QueueDefinition;
import selaras.queue.QueueLimits;
import selaras.queue.Turns;
import selaras.queue.redis.Attempts;
import selaras.queue.redis.PartitionScripts;
import selaras.queue.redis.RedisCatalog;
import selaras.queue.redis.RedisMembers;
import selaras.queue.redis.RedisQueueDesk;
import selaras.queue.redis.RedisWorkQueue;
import selaras.queue.redis.WaitedFor;
import selaras.store.Fence;
import selaras.testing.Eventually;

/** All that one node has in Redis, put together as the server does it, for the keys given. */
final class StoreUser implements AutoCloseable {
  private static final Duration SILENCE = Duration.ofMillis(1000);

  private static final QueueLimits LIMITS =
      new QueueLimits(
          new QueueDefinition(
              1,
              Ordering.FIFO,
              5,
              Duration.ofSeconds(30),
              10_000,
              10_000,
              1_000_000,
              Duration.ofMinutes(5)),
          Duration.ofHours(1),
          16,
          100,
          1_000_000,
          250,
          100,
          Duration.ofMinutes(5),
          Duration.ofSeconds(1));

  private static final Partitions PARTITIONS = new Partitions(16);

  final RedisStore store;
  final RedisCatalog catalog;
  final WaitedFor queue;
  final RedisQueueDesk desk;
  final RedisMembers members;
  final RedisMirror mirror;
  final CoherentCache cache;
  private final Completions answers = new Completions("redis-answers");
  private final RedisOrigin origin;
  private final CacheMessages messages;
  private final Subscription subscription;

  StoreUser(String name, Map<String, String> keys) {
    NodeId self = new NodeId(name);
    store = new RedisStore(settings(keys), answers);
    Fences fences = new Fences(Duration.ofHours(1), store);
    members = new RedisMembers(self, store, Duration.ofSeconds(5));
    Placement placement = new Placement(Set.of("redis"), self, () -> Set.of(self));
    Turns turns = new Turns(1064);
    Attempts attempts = new Attempts(answers);
    var scripts = new PartitionScripts(placement, Map.of("redis", store), turns, attempts);
    catalog = new RedisCatalog(store, scripts, LIMITS, attempts);
    queue = new WaitedFor(new RedisWorkQueue(catalog, scripts, LIMITS, fences));
    desk = new RedisQueueDesk(catalog, scripts, LIMITS);
    mirror = new RedisMirror(self, store, "selaras:locks");
    ChannelSettings channels = channels();
    origin = new RedisOrigin(self, store, channels, fences);
    cache =
        new CoherentCache(
            self,
            new CacheSettings(100, PARTITIONS, Duration.ofMinutes(5), Duration.ZERO, SILENCE),
            origin,
            System::nanoTime,
            answers);
    messages = new CacheMessages(self, store, channels, cache.invalidations());
    subscription =
        new Subscription(
            name, store, channels.subscription(), messages.channels(), messages, System::nanoTime);
    subscription.start();
    Eventually.holds("the node hears the others", () -> cache.stats().connected());
  }

  /** Those of the configuration with these over their defaults. */
  static RedisSettings settings(Map<String, String> keys) {
    Map<String, String> all =
        new HashMap<>(
            Map.of(
                "redis.timeout_ms", "500",
                "redis.pool.size", "16",
                "redis.refresh_ms", "1000",
                "redis.wait_replicas", "0"));
    all.putAll(keys);
    return RedisKeys.read(key -> Optional.ofNullable(all.get(key)));
  }

  private static ChannelSettings channels() {
    return new ChannelSettings(
        PARTITIONS,
        "cache:invalidate",
        "cache:changes",
        "cache:shared",
        "cache:questions",
        Duration.ofMillis(100),
        SILENCE,
        Duration.ofMillis(200),
        Duration.ofMinutes(5));
  }

  ProduceOutcome produce(String name, String body, Optional<Fence> fence) {
    return queue.produce(name, Produce.one(body, Optional.empty(), fence)).get(0);
  }

  ProduceOutcome produceOnce(String name, String body, String requestId) {
    return queue.produce(name, Produce.one(body, Optional.of(requestId), Optional.empty())).get(0);
  }

  List<String> take(String name, int max) {
    List<Delivery> deliveries =
        queue.consume(name, new Consume(max, Optional.empty(), false, Optional.empty()));
    for (Delivery delivery : deliveries) {
      var ack = new LeaseCommand.Ack(delivery.receipt().toString(), Optional.empty());
      if (queue.settle(name, ack) != LeaseOutcome.DONE) {
        throw new AssertionError("not acknowledged: " + delivery);
      }
    }
    return deliveries.stream().map(delivery -> delivery.message().body()).toList();
  }

  WriteOutcome put(String key, String value, Optional<Fence> fence) {
    return Pending.await(
        cache.put(
            new Put(
                key, value, OptionalLong.empty(), OptionalLong.empty(), Optional.empty(), fence)));
  }

  String get(String key) {
    return cache.get(key).join() instanceof ReadOutcome.Found found ? found.value() : null;
  }

  @Override
  public void close() {
    subscription.close();
    messages.close();
    origin.close();
    store.close();
    answers.close();
  }
}
