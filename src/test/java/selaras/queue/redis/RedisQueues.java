package selaras.queue.redis;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import selaras.answers.Completions;
import selaras.cluster.NodeId;
import selaras.queue.Consume;
import selaras.queue.DefineOutcome;
import selaras.queue.Delivery;
import selaras.queue.LeaseCommand;
import selaras.queue.LeaseOutcome;
import selaras.queue.NewMessage;
import selaras.queue.Ordering;
import selaras.queue.Placement;
import selaras.queue.Produce;
import selaras.queue.ProduceOutcome;
import selaras.queue.QueueDefinition;
import selaras.queue.QueueLimits;
import selaras.queue.Turns;
import selaras.store.redis.Fences;
import selaras.store.redis.RedisSettings;
import selaras.store.redis.RedisStore;

/**
 * The queues on a real Redis with small limits, and short names for what the tests do with them.
 */
final class RedisQueues implements AutoCloseable {
  static final QueueDefinition DEFAULTS =
      new QueueDefinition(
          1, Ordering.FIFO, 3, Duration.ofSeconds(30), 50, 40, 2_000, Duration.ofMinutes(5));

  static final QueueLimits LIMITS =
      new QueueLimits(
          DEFAULTS,
          Duration.ofHours(1),
          64,
          10,
          1_000,
          250,
          8,
          Duration.ofMinutes(5),
          Duration.ofMillis(200));

  static final Fences FENCES = new Fences(Duration.ofHours(1));

  final RedisStore store;
  final RedisCatalog catalog;
  final RedisWorkQueue work;
  final WaitedFor queue;
  final RedisQueueDesk desk;
  private final Completions answers = new Completions("redis-answers");

  RedisQueues(URI redis) {
    this(redis, LIMITS);
  }

  RedisQueues(URI redis, QueueLimits limits) {
    store = new RedisStore(new RedisSettings(redis, Duration.ofMillis(500), 8), answers);
    NodeId self = new NodeId("node-1");
    Placement placement = new Placement(Set.of("redis-1"), self, () -> Set.of(self));
    Turns turns = new Turns(108);
    Attempts attempts = new Attempts(answers);
    var scripts = new PartitionScripts(placement, Map.of("redis-1", store), turns, attempts);
    catalog = new RedisCatalog(store, scripts, limits, attempts);
    work = new RedisWorkQueue(catalog, scripts, limits, FENCES);
    queue = new WaitedFor(work);
    desk = new RedisQueueDesk(catalog, scripts, limits);
  }

  /** As the default, but for these. */
  static QueueDefinition like(int partitions, Ordering ordering) {
    return new QueueDefinition(
        partitions,
        ordering,
        DEFAULTS.maxDeliveries(),
        DEFAULTS.visibility(),
        DEFAULTS.depthMax(),
        DEFAULTS.inFlightMax(),
        DEFAULTS.messageBytes(),
        DEFAULTS.dedupWindow());
  }

  /** Forgets all queues; their messages stay. */
  void forgetNames() {
    store.call(
        client -> client.del("selaras:q:{catalog}:names", "selaras:q:{catalog}:definitions"));
  }

  DefineOutcome define(String name, QueueDefinition definition) {
    return catalog.define(name, definition, Optional.empty());
  }

  boolean delete(String name) {
    return catalog.delete(name, Optional.empty());
  }

  ProduceOutcome produce(String name, String body) {
    return produce(name, Produce.one(body, Optional.empty(), Optional.empty()));
  }

  /** A command of one message. */
  ProduceOutcome produce(String name, Produce command) {
    return queue.produce(name, command).get(0);
  }

  ProduceOutcome produce(String name, NewMessage message) {
    return produce(name, new Produce(List.of(message), Optional.empty(), Optional.empty()));
  }

  static NewMessage message(String body, String key) {
    return new NewMessage(body, Optional.of(key), Duration.ZERO, Optional.empty());
  }

  List<Delivery> consume(String name, int max, Duration visibility) {
    return queue.consume(name, new Consume(max, Optional.of(visibility), false, Optional.empty()));
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

  LeaseOutcome reject(String name, Delivery delivery) {
    String receipt = delivery.receipt().toString();
    return queue.settle(name, new LeaseCommand.Reject(receipt, Optional.empty()));
  }

  LeaseOutcome extend(String name, Delivery delivery, Duration visibility) {
    String receipt = delivery.receipt().toString();
    return queue.settle(
        name, new LeaseCommand.Extend(receipt, Optional.of(visibility), Optional.empty()));
  }

  static List<String> bodies(List<Delivery> deliveries) {
    return deliveries.stream().map(delivery -> delivery.message().body()).toList();
  }

  @Override
  public void close() {
    store.close();
    answers.close();
  }
}
