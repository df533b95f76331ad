package selaras.queue.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static selaras.queue.redis.WaitingNode.LONG;
import static selaras.queue.redis.WaitingNode.body;
import static selaras.queue.redis.WaitingNode.command;
import static selaras.queue.redis.WaitingNode.deliveries;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.util.SafeEncoder;
import selaras.queue.ConsumeOutcome;
import selaras.queue.ConsumeOutcome.NodeStops;
import selaras.queue.ConsumeOutcome.TooManyWaiters;
import selaras.queue.Delivery;
import selaras.queue.LeaseOutcome;
import selaras.queue.Ordering;
import selaras.queue.Partition;
import selaras.queue.Subscriber;
import selaras.store.StoreUnavailableException;
import selaras.testing.Eventually;
import selaras.testing.Pause;
import selaras.testing.RealRedis;

/** Waiting for messages on two nodes with one Redis. */
class WaitersIT {
  private static RealRedis redis;
  private static RedisClient raw;

  private final List<WaitingNode> nodes = new ArrayList<>();
  private final WaitingNode here = node(LONG, 100).listening();
  private final WaitingNode there = node(LONG, 100).listening();
  private final String queue = "orders/{" + UUID.randomUUID() + "}%7D";

  @BeforeAll
  static void start() {
    redis = RealRedis.inMemory();
    raw = RedisClient.create(redis.uri().toString());
  }

  @AfterAll
  static void stop() {
    raw.close();
    redis.close();
  }

  private WaitingNode node(Duration poll, int waitersOfQueue) {
    WaitingNode node = new WaitingNode(redis.uri(), poll, waitersOfQueue);
    nodes.add(node);
    return node;
  }

  @AfterEach
  void close() {
    nodes.forEach(WaitingNode::close);
    raw.flushAll();
  }

  /** Waits until so many nodes would hear of a message. */
  private void awaitListeners(long count) {
    String channel = "selaras:q:ready:" + PartitionKeys.escaped(queue);
    Eventually.holds(count + " listen", () -> pubsub("NUMSUB", channel).get(1).equals(count));
  }

  private static Object call(Protocol.Command command, String... words) {
    return raw.executeCommand(new CommandArguments(command).addObjects((Object[]) words));
  }

  private static List<?> pubsub(String... words) {
    return (List<?>) call(Protocol.Command.PUBSUB, words);
  }

  @Test
  void produce_onAnotherNode_wakesOneWaiterAfterTheOtherInOrder() {
    CompletableFuture<ConsumeOutcome> first = here.await(queue);
    awaitListeners(1);
    CompletableFuture<ConsumeOutcome> second = here.await(queue);
    there.redis.produce(queue, "1");
    assertThat(body(first)).isEqualTo("1");
    assertThat(second).isNotDone();
    there.redis.produce(queue, "2");
    assertThat(body(second)).isEqualTo("2");
  }

  @Test
  void nack_onAnotherNodeAtOnceOrDelayed_wakesAWaiter() {
    there.redis.produce(queue, "1");
    Delivery taken = there.redis.take(queue);
    CompletableFuture<ConsumeOutcome> waiting = here.await(queue);
    awaitListeners(1);
    there.redis.nack(queue, taken, Duration.ZERO);
    Delivery again = deliveries(waiting).get(0);
    assertThat(again.deliveries()).isEqualTo(2);

    waiting = here.await(queue);
    there.redis.nack(queue, again, Duration.ofMillis(1));
    Eventually.holds("it is due", () -> there.redis.work.giveBack(new Partition(queue, 0)) == 1);
    assertThat(deliveries(waiting).get(0).deliveries()).isEqualTo(3);
  }

  @Test
  void consume_waiterIsGone_messageGoesToAnotherAsIfNeverDelivered() {
    CompletableFuture<ConsumeOutcome> hungUp = here.await(queue);
    CompletableFuture<ConsumeOutcome> unheard =
        here.waiters.consume(queue, command(1, Optional.empty()), LONG, () -> false);
    awaitListeners(1);
    hungUp.cancel(false);
    there.redis.produce(queue, "1");
    Eventually.holds("the second is found to be gone", unheard::isCancelled);

    Delivery delivery = deliveries(here.await(queue)).get(0);
    assertThat(delivery.deliveries()).isEqualTo(1);
    assertThat(there.redis.ack(queue, delivery)).isEqualTo(LeaseOutcome.DONE);
    // a total never falls
    assertThat(there.redis.desk.stats(queue).delivered()).isEqualTo(2);
  }

  @Test
  void consume_timeOver_emptyAndALaterMessageIsForOthers() {
    assertThat(deliveries(here.await(queue, command(1, Optional.empty()), Duration.ofMillis(50))))
        .isEmpty();
    there.redis.produce(queue, "1");
    assertThat(there.redis.takeBodies(queue)).containsExactly("1");
  }

  @Test
  void consume_sameRequestIdAgain_sameMessageThoughItWasEmptyBefore() {
    var request = command(1, Optional.of("r"));
    assertThat(deliveries(here.await(queue, request, Duration.ofMillis(50)))).isEmpty();
    CompletableFuture<ConsumeOutcome> waiting = here.await(queue, request, LONG);
    there.redis.produce(queue, "1");
    there.redis.produce(queue, "2");
    List<Delivery> first = deliveries(waiting);
    assertThat(first).hasSize(1);
    assertThat(deliveries(there.await(queue, request, LONG))).isEqualTo(first);
  }

  @Test
  void consume_requestIdThatFoundNothingWithoutWaiting_waitsAndHoldsUpNobody() {
    var request = command(1, Optional.of("r"));
    assertThat(there.redis.queue.consume(queue, request)).isEmpty();
    CompletableFuture<ConsumeOutcome> first = here.await(queue, request, LONG);
    CompletableFuture<ConsumeOutcome> second = here.await(queue);
    awaitListeners(1);
    there.redis.produce(queue, "1");
    there.redis.produce(queue, "2");
    assertThat(body(first)).isEqualTo("1");
    assertThat(body(second)).isEqualTo("2");
    assertThat(there.redis.queue.consume(queue, request)).isEqualTo(deliveries(first));
  }

  @Test
  void consume_sameRequestIdAfterMessagesInOtherPartitions_sameMessage() {
    there.redis.define(queue, RedisQueues.like(8, Ordering.KEY));
    var request = command(1, Optional.of("r"));
    CompletableFuture<ConsumeOutcome> waiting = here.await(queue, request, LONG);
    awaitListeners(1);
    there.redis.produce(queue, RedisQueues.message("0", "key-0"));
    List<Delivery> first = deliveries(waiting);
    for (int i = 1; i <= 32; i++) {
      there.redis.produce(queue, RedisQueues.message("" + i, "key-" + i));
    }
    assertThat(deliveries(there.await(queue, request, LONG))).isEqualTo(first);
  }

  @Test
  void consume_asManyInFlightAsAllowed_servedWhenOneIsSettledOrItsLeaseIsOver() {
    int allowed = RedisQueues.DEFAULTS.inFlightMax();
    for (int i = 0; i < allowed + 3; i++) {
      there.redis.produce(queue, "" + i);
    }
    List<Delivery> leased = new ArrayList<>();
    for (int i = 0; i < allowed; i++) {
      leased.add(there.redis.take(queue));
    }
    CompletableFuture<ConsumeOutcome> first = here.await(queue);
    CompletableFuture<ConsumeOutcome> second = here.await(queue);
    CompletableFuture<ConsumeOutcome> third = here.await(queue);
    awaitListeners(1);
    there.redis.ack(queue, leased.get(0));
    assertThat(body(first)).isEqualTo("" + allowed);
    assertThat(second).isNotDone();
    there.redis.nack(queue, leased.get(1), Duration.ofMinutes(1));
    assertThat(body(second)).isEqualTo("" + (allowed + 1));
    there.redis.extend(queue, leased.get(2), Duration.ofMillis(1));
    Eventually.holds(
        "its lease is over",
        () -> {
          there.redis.work.giveBack(new Partition(queue, 0));
          return third.isDone();
        });
    assertThat(body(third)).isEqualTo(leased.get(2).message().body());
  }

  @Test
  void clientKill_whileWaiting_servedOverANewConnection() {
    CompletableFuture<ConsumeOutcome> waiting = here.await(queue);
    awaitListeners(1);
    call(Protocol.Command.CLIENT, "KILL", "TYPE", "pubsub");
    there.redis.produce(queue, "1");
    assertThat(body(waiting)).isEqualTo("1");
  }

  @Test
  void consume_nodeHearsNothing_servedByTheSafetyPoll() {
    WaitingNode deaf = node(Duration.ofMillis(100), 100);
    CompletableFuture<ConsumeOutcome> waiting = deaf.await(queue);
    there.redis.produce(queue, "1");
    assertThat(body(waiting)).isEqualTo("1");
  }

  @Test
  void consume_redisStops_allWhoWaitAreTold() {
    RealRedis other = RealRedis.inMemory();
    try (WaitingNode node = new WaitingNode(other.uri(), Duration.ofMillis(200), 100).listening()) {
      List<CompletableFuture<ConsumeOutcome>> waiting =
          List.of(node.await(queue), node.await(queue), node.await(queue));
      other.kill();
      for (CompletableFuture<ConsumeOutcome> each : waiting) {
        assertThatThrownBy(() -> deliveries(each))
            .hasCauseInstanceOf(StoreUnavailableException.class);
      }
    } finally {
      other.close();
    }
  }

  @Test
  void consume_tooManyOrStopping_refused() {
    WaitingNode small = node(LONG, 2);
    CompletableFuture<ConsumeOutcome> first = small.await(queue);
    small.await(queue);
    assertThat(small.await(queue)).isCompletedWithValue(new TooManyWaiters(2));
    small.waiters.close();
    assertThat(first).isCompletedWithValue(new NodeStops());
    assertThat(small.await(queue)).isCompletedWithValue(new NodeStops());
  }

  @Test
  void consume_twoThousandWait_eachServedOnceWithFewConnectionsAndCalls() {
    int count = 2_000;
    WaitingNode crowded = node(LONG, count).listening();
    long before = redis.calls("evalsha");
    List<CompletableFuture<ConsumeOutcome>> waiting = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      waiting.add(crowded.await(queue));
    }
    awaitListeners(1);
    assertThat(redis.calls("evalsha") - before).as("looks for those who came").isLessThan(10);
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < count; i += 40) {
      for (int j = i; j < i + 40; j++) {
        there.redis.produce(queue, "" + j);
      }
      for (int j = i; j < i + 40; j++) {
        Delivery delivery = deliveries(waiting.get(j)).get(0);
        seen.add(delivery.message().body());
        assertThat(delivery.deliveries()).isEqualTo(1);
        there.redis.ack(queue, delivery);
      }
    }
    assertThat(seen).hasSize(count);
    // one for each produce and its ack, and for each message a look and one that finds no more
    assertThat(redis.calls("evalsha") - before).isLessThan(4L * count + count / 2);
    String clients = SafeEncoder.encode((byte[]) call(Protocol.Command.CLIENT, "LIST"));
    assertThat(clients.lines().count()).as(clients).isLessThan(30);
  }

  @Test
  void subscribe_creditIsBackWithAcknowledgementsOnAnotherNode() throws InterruptedException {
    for (int i = 0; i < 6; i++) {
      there.redis.produce(queue, "" + i);
    }
    try (Subscriber subscriber = here.subscribe(queue, 3)) {
      Eventually.holds(
          "the node hears of receipts",
          () -> pubsub("CHANNELS", "selaras:q:settled:*").size() >= 2);
      List<Delivery> first = next(subscriber);
      assertThat(RedisQueues.bodies(first)).containsExactly("0", "1", "2");
      assertThat(next(subscriber)).isEmpty();
      there.redis.ack(queue, first.get(1));
      assertThat(RedisQueues.bodies(next(subscriber))).containsExactly("3");
      there.redis.nack(queue, first.get(0), Duration.ZERO);
      assertThat(RedisQueues.bodies(next(subscriber))).containsExactly("0");
      assertThat(there.redis.ack(queue, first.get(0))).isEqualTo(LeaseOutcome.NOT_LATEST);
      assertThat(next(subscriber)).isEmpty();
    }
  }

  @Test
  void subscribe_leaseIsOver_creditIsBackAndExtensionKeepsIt() throws InterruptedException {
    there.redis.produce(queue, "1");
    there.redis.produce(queue, "2");
    try (Subscriber subscriber = here.subscribe(queue, 1, Duration.ofMillis(600))) {
      Delivery first = next(subscriber).get(0);
      there.redis.extend(queue, first, Duration.ofSeconds(30));
      Pause.millis(700);
      assertThat(next(subscriber)).as("extended").isEmpty();
      there.redis.extend(queue, first, Duration.ofMillis(50));
      Delivery again =
          Eventually.found(
              "the lease is over",
              Duration.ofSeconds(10),
              () -> nextUnchecked(subscriber).stream().findFirst());
      assertThat(again.message()).isEqualTo(first.message());
    }
  }

  private static List<Delivery> nextUnchecked(Subscriber subscriber) {
    try {
      return next(subscriber);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Delivery> next(Subscriber subscriber) throws InterruptedException {
    return deliveries(CompletableFuture.completedFuture(subscriber.next(Duration.ofMillis(500))));
  }
}
