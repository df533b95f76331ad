package selaras.queue.redis;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import selaras.access.Owner;
import selaras.queue.Consume;
import selaras.queue.ConsumeOutcome;
import selaras.queue.ConsumeOutcome.Delivered;
import selaras.queue.Delivery;
import selaras.queue.Settlements;
import selaras.queue.Subscriber;
import selaras.queue.WaitLimits;
import selaras.queue.Waiters;
import selaras.store.redis.SubscriptionSettings;

/**
 * What one node has of a queue and of those who wait for it, as the server would put it together.
 */
final class WaitingNode implements AutoCloseable {
  static final Duration LEASE = Duration.ofSeconds(30);
  static final Duration LONG = Duration.ofSeconds(60);

  final RedisQueues redis;
  final Waiters waiters;
  private final Settlements settlements = new Settlements(System::nanoTime);
  private final QueueMessages messages;
  private final ExecutorService answers = Executors.newFixedThreadPool(4);

  /**
   * @param poll long: only what Redis publishes wakes a waiter
   */
  WaitingNode(URI uri, Duration poll, int waitersOfQueue) {
    redis = new RedisQueues(uri);
    messages =
        new QueueMessages(
            redis.store,
            new SubscriptionSettings(
                Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ofMillis(100)),
            settlements);
    waiters =
        new Waiters(
            redis.work,
            messages,
            new WaitLimits(LONG, waitersOfQueue, 10_000, poll),
            RedisQueues.LIMITS.batchMax(),
            answers);
    waiters.start();
  }

  /** From now on it hears what Redis publishes. */
  WaitingNode listening() {
    messages.start(waiters::rang);
    return this;
  }

  CompletableFuture<ConsumeOutcome> await(String queue) {
    return await(queue, command(1, Optional.empty()), LONG);
  }

  CompletableFuture<ConsumeOutcome> await(String queue, Consume command, Duration wait) {
    return waiters.consume(queue, command, wait, () -> true);
  }

  Subscriber subscribe(String queue, int credit) {
    return subscribe(queue, credit, LEASE);
  }

  Subscriber subscribe(String queue, int credit, Duration lease) {
    return new Subscriber(
        waiters,
        settlements,
        new Subscriber.Wish(queue, Owner.NOBODY, credit, () -> lease),
        RedisQueues.LIMITS.batchMax(),
        () -> true);
  }

  static Consume command(int max, Optional<String> requestId) {
    return new Consume(max, Optional.of(LEASE), false, requestId);
  }

  /** What a wait ended with, soon. */
  static List<Delivery> deliveries(CompletableFuture<ConsumeOutcome> outcome) {
    return ((Delivered) outcome.orTimeout(10, TimeUnit.SECONDS).join()).deliveries();
  }

  static String body(CompletableFuture<ConsumeOutcome> outcome) {
    return deliveries(outcome).get(0).message().body();
  }

  @Override
  public void close() {
    waiters.close();
    messages.close();
    answers.shutdown();
    redis.close();
  }
}
