package selaras.queue.redis;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import selaras.cluster.NodeId;
import selaras.queue.Consume;
import selaras.queue.Delivery;
import selaras.queue.LeaseCommand;
import selaras.queue.LeaseOutcome;
import selaras.queue.Placement;
import selaras.queue.Produce;
import selaras.queue.ProduceOutcome;
import selaras.queue.QueueLimits;
import selaras.store.redis.Fences;
import selaras.store.redis.RedisSettings;
import selaras.store.redis.RedisStore;

/** A queue on a real Redis with small limits, and short names for what the tests do with it. */
final class RedisQueues implements AutoCloseable {
  static final QueueLimits LIMITS =
      new QueueLimits(
          Duration.ofSeconds(30), Duration.ofHours(1), 3, 50, 10, 1_000, 8, Duration.ofMinutes(5));

  static final Fences FENCES = new Fences(Duration.ofHours(1));

  final RedisStore store;
  final RedisWorkQueue queue;

  RedisQueues(URI redis) {
    store = new RedisStore(new RedisSettings(redis, Duration.ofMillis(500), 8));
    NodeId self = new NodeId("node-1");
    Placement placement = new Placement(Set.of("redis-1"), self, () -> Set.of(self));
    queue = new RedisWorkQueue(placement, Map.of("redis-1", store), store, LIMITS, FENCES);
  }

  ProduceOutcome produce(String name, String body) {
    return queue.produce(name, new Produce(body, Optional.empty(), Optional.empty()));
  }

  List<Delivery> consume(String name, int max, Duration visibility) {
    return queue.consume(name, new Consume(max, visibility, false, Optional.empty()));
  }

  /** One message under a long lease; fails when there is none. */
  Delivery take(String name) {
    return consume(name, 1, Duration.ofSeconds(30)).get(0);
  }

  /** The bodies of up to ten messages, under a long lease. */
  List<String> takeBodies(String name) {
    return bodies(consume(name, 10, Duration.ofSeconds(30)));
  }

  LeaseOutcome ack(String name, Delivery delivery) {
    String receipt = delivery.receipt().toString();
    return queue.settle(name, new LeaseCommand.Ack(receipt, Optional.empty()));
  }

  LeaseOutcome nack(String name, Delivery delivery, Duration delay) {
    String receipt = delivery.receipt().toString();
    return queue.settle(name, new LeaseCommand.Nack(receipt, delay, Optional.empty()));
  }

  LeaseOutcome extend(String name, Delivery delivery, Duration visibility) {
    String receipt = delivery.receipt().toString();
    return queue.settle(name, new LeaseCommand.Extend(receipt, visibility, Optional.empty()));
  }

  static List<String> bodies(List<Delivery> deliveries) {
    return deliveries.stream().map(delivery -> delivery.message().body()).toList();
  }

  @Override
  public void close() {
    store.close();
  }
}
