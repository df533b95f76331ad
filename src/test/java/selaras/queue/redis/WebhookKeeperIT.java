package selaras.queue.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import selaras.cluster.Admission;
import selaras.queue.Consume;
import selaras.queue.Delivery;
import selaras.queue.LeaseCommand;
import selaras.queue.LeaseOutcome;
import selaras.queue.Partition;
import selaras.queue.Produce;
import selaras.queue.ProduceOutcome;
import selaras.queue.QueueBusyException;
import selaras.queue.WorkQueue;
import selaras.testing.Eventually;
import selaras.testing.Pause;
import selaras.testing.RealRedis;
import selaras.webhook.AllowedHosts;
import selaras.webhook.Backoff;
import selaras.webhook.PutWebhook;
import selaras.webhook.Webhook;
import selaras.webhook.WebhookKeeper;
import selaras.webhook.WebhookLimits;
import selaras.webhook.redis.RedisWebhooks;

/** Webhooks of two nodes on a real Redis; calls end as the test says. */
class WebhookKeeperIT {
  private static final WebhookLimits LIMITS =
      new WebhookLimits(
          2,
          4,
          8,
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofMillis(300),
          new Backoff(Duration.ofMillis(20), Duration.ofMillis(100)));

  private static RealRedis redis;

  private final Map<String, String> owners = new ConcurrentHashMap<>();
  private final List<AutoCloseable> open = new ArrayList<>();
  private final Node one = new Node("one");
  private final Node two = new Node("two");
  private final String queue = "hooked-" + UUID.randomUUID();

  @BeforeAll
  static void start() {
    redis = RealRedis.inMemory();
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @AfterEach
  void close() throws Exception {
    one.webhooks.all().forEach(webhook -> one.remove(webhook.queue()));
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  /** A call under way. */
  private record Call(Delivery delivery, CompletableFuture<Integer> status) {
    String body() {
      return delivery.message().body();
    }
  }

  /** A queue that is too busy for so many acknowledgements. */
  private record Refusing(WorkQueue queue, AtomicInteger refusals) implements WorkQueue {
    @Override
    public CompletableFuture<LeaseOutcome> settle(String name, LeaseCommand command) {
      return command instanceof LeaseCommand.Ack && refusals.getAndDecrement() > 0
          ? CompletableFuture.failedFuture(new QueueBusyException("busy"))
          : queue.settle(name, command);
    }

    @Override
    public CompletableFuture<List<ProduceOutcome>> produce(String name, Produce command) {
      return queue.produce(name, command);
    }

    @Override
    public CompletableFuture<List<Delivery>> consume(String name, Consume command) {
      return queue.consume(name, command);
    }

    @Override
    public CompletableFuture<List<LeaseOutcome>> ackAll(
        String name, List<String> receipts, Optional<String> requestId) {
      return queue.ackAll(name, receipts, requestId);
    }
  }

  private final class Node {
    final WaitingNode node = new WaitingNode(redis.uri(), Duration.ofMillis(100), 100).listening();
    final RedisWebhooks webhooks =
        new RedisWebhooks(node.redis.store, LIMITS.webhooksMax(), Duration.ofMinutes(5));
    final List<Call> calls = new CopyOnWriteArrayList<>();
    final AtomicInteger refusals = new AtomicInteger();
    final Admission admission = new Admission();
    final WebhookKeeper keeper;

    Node(String name) {
      keeper =
          new WebhookKeeper(
              webhooks,
              new AllowedHosts("allowed.example"),
              any -> name.equals(owners.get(any)),
              node.waiters,
              new Refusing(node.redis.work, refusals),
              (webhook, delivery) -> {
                Call call = new Call(delivery, new CompletableFuture<>());
                calls.add(call);
                return call.status();
              },
              admission,
              LIMITS);
      keeper.start(Duration.ofMillis(50));
      open.add(node);
      open.add(keeper);
    }

    /** As a node does that stops; ends when it has. */
    CompletableFuture<Void> leave(Duration patience) {
      CompletableFuture<Void> left =
          CompletableFuture.runAsync(
              () -> {
                assertThatCode(() -> admission.close(patience)).doesNotThrowAnyException();
                keeper.close();
              });
      Eventually.holds("no call may begin", () -> !mayBegin());
      return left;
    }

    private boolean mayBegin() {
      boolean may = admission.enter();
      if (may) {
        admission.leave();
      }
      return may;
    }

    Optional<PutWebhook.Done> put(Webhook webhook) {
      return webhooks.put(new PutWebhook(webhook, false, Optional.empty()));
    }

    void remove(String queue) {
      webhooks.remove(queue, Optional.empty());
    }

    /** With a secret that the node drew. */
    PutWebhook.Done draw(String secret, int maxInFlight, Optional<String> requestId) {
      URI url = URI.create("http://allowed.example/");
      Webhook webhook = new Webhook(queue, url, secret, maxInFlight, Duration.ofSeconds(1));
      return webhooks.put(new PutWebhook(webhook, true, requestId)).orElseThrow();
    }

    Call call(int number) {
      Eventually.holds(number + " calls", () -> calls.size() >= number);
      return calls.get(number - 1);
    }
  }

  private void define(String host, int maxInFlight) {
    owners.put(queue, "one");
    URI url = URI.create("http://" + host + "/");
    assertThat(one.put(new Webhook(queue, url, "secret", maxInFlight, Duration.ofSeconds(10))))
        .isPresent();
  }

  private void produce(int count) {
    for (int i = 0; i < count; i++) {
      one.node.redis.produce(queue, "" + i);
    }
  }

  private long acknowledged() {
    return one.node.redis.desk.stats(queue).acknowledged();
  }

  @Test
  void call_takesLongerThanTheLease_deliveredOnceAndAcknowledged() {
    define("allowed.example", 1);
    produce(1);
    Call call = one.call(1);
    Pause.millis(3 * LIMITS.lease().toMillis());
    one.node.redis.work.giveBack(new Partition(queue, 0));
    assertThat(one.node.redis.takeBodies(queue)).isEmpty();
    call.status().complete(204);
    Eventually.holds("acknowledged", () -> acknowledged() == 1);
    assertThat(one.calls).hasSize(1);
  }

  @Test
  void calls_inFlight_noMoreThanAllowed() {
    define("allowed.example", 3);
    produce(10);
    one.call(3);
    Pause.millis(200);
    assertThat(one.calls).hasSize(3);
    for (int i = 1; i <= 10; i++) {
      one.call(i).status().complete(200);
    }
    Eventually.holds("acknowledged", () -> acknowledged() == 10);
  }

  @Test
  void call_refusedOrFailed_madeAgainUntilDead() {
    define("allowed.example", 1);
    produce(1);
    one.call(1).status().complete(302);
    one.call(2).status().completeExceptionally(new IllegalStateException("refused"));
    one.call(3).status().complete(500);
    Eventually.holds("dead", () -> one.node.redis.desk.stats(queue).dead() == 1);
    assertThat(one.calls).extracting(call -> call.delivery().deliveries()).containsExactly(1, 2, 3);
  }

  @Test
  void call_acceptedWhileTheQueueIsBusy_acknowledgedLaterAndNotMadeAgain() {
    define("allowed.example", 1);
    produce(1);
    one.refusals.set(2);
    one.call(1).status().complete(200);
    Eventually.holds("acknowledged", () -> acknowledged() == 1);
    assertThat(one.refusals).hasNegativeValue();
    assertThat(one.calls).hasSize(1);
  }

  @Test
  void owner_another_takesOverAndTheFirstSendsNoMore() {
    define("allowed.example", 1);
    produce(2);
    Call begun = one.call(1);
    owners.put(queue, "two");
    Call other = two.call(1);
    assertThat(other.body()).isEqualTo("1");
    other.status().complete(200);
    begun.status().complete(200);
    Eventually.holds("both are acknowledged", () -> acknowledged() == 2);
    produce(1);
    two.call(2).status().complete(200);
    assertThat(one.calls).hasSize(1);
  }

  @Test
  void stop_callsUnderWay_areWaitedForAlsoUntilTheQueueHearsTheAnswer() {
    define("allowed.example", 2);
    produce(3);
    Call call = one.call(1);
    Call other = one.call(2);
    one.refusals.set(1);
    CompletableFuture<Void> left = one.leave(Duration.ofSeconds(10));
    other.status().complete(500);
    Pause.millis(200);
    assertThat(left).isNotDone();
    call.status().complete(200);
    assertThat(left).succeedsWithin(Duration.ofSeconds(8));
    assertThat(acknowledged()).isEqualTo(1);
    assertThat(one.refusals).hasNegativeValue();
    assertThat(one.calls).hasSize(2);
  }

  @Test
  void stop_callsThatTakeLonger_areMadeElsewhereAsIfForTheFirstTime() {
    define("allowed.example", 1);
    produce(1);
    Call slow = one.call(1);
    one.leave(Duration.ofMillis(100)).join();
    slow.status().complete(200);

    owners.put(queue, "two");
    Call again = two.call(1);
    assertThat(again.delivery().message()).isEqualTo(slow.delivery().message());
    assertThat(again.delivery().deliveries()).isEqualTo(1);
    again.status().complete(200);
    Eventually.holds("acknowledged", () -> acknowledged() == 1);
    assertThat(one.admission.underWay()).isZero();
  }

  @Test
  void webhook_removedOrItsHostNotAllowed_sendsNothing() {
    define("other.example", 1);
    produce(1);
    Pause.millis(300);
    assertThat(one.calls).isEmpty();
    define("allowed.example", 1);
    one.call(1).status().complete(200);
    one.remove(queue);
    Eventually.holds("acknowledged", () -> acknowledged() == 1);
    Pause.millis(200);
    produce(1);
    Pause.millis(200);
    assertThat(one.calls).hasSize(1);
  }

  @Test
  void put_oneTooMany_refused() {
    define("allowed.example", 1);
    Duration time = Duration.ofSeconds(1);
    URI url = URI.create("http://allowed.example/");
    assertThat(one.put(new Webhook("second", url, "s", 1, time))).isPresent();
    assertThat(one.put(new Webhook("third", url, "s", 1, time))).isEmpty();
    assertThat(one.put(new Webhook("second", url, "t", 2, time))).isPresent();
    assertThat(two.webhooks.all()).hasSize(2);
    assertThat(two.webhooks.get("second").orElseThrow().secret()).isEqualTo("t");
  }

  @Test
  void put_secretDrawnAtTwoNodes_onlyTheOneInForceIsTold() {
    PutWebhook.Done first = one.draw("drawn by one", 1, Optional.empty());
    PutWebhook.Done second = two.draw("drawn by two", 2, Optional.empty());

    assertThat(first.isSecretNew()).isTrue();
    assertThat(second.isSecretNew()).isFalse();
    Webhook webhook = two.webhooks.get(queue).orElseThrow();
    assertThat(webhook).isEqualTo(second.webhook());
    assertThat(webhook.secret()).isEqualTo("drawn by one");
    assertThat(webhook.maxInFlight()).isEqualTo(2);
  }

  @Test
  void putAndRemove_sameRequestIdElsewhere_answeredAlikeWithoutASecondEffect() {
    Optional<String> id = Optional.of("once");
    PutWebhook.Done first = one.draw("drawn by one", 1, id);
    one.draw("not needed", 2, Optional.empty());
    assertThat(two.draw("drawn by two", 1, id)).isEqualTo(first);
    assertThat(two.webhooks.get(queue).orElseThrow().maxInFlight()).isEqualTo(2);

    assertThat(one.webhooks.remove(queue, id)).isTrue();
    define("allowed.example", 3);
    assertThat(two.webhooks.remove(queue, id)).isTrue();
    assertThat(two.webhooks.get(queue)).isPresent();
  }
}
