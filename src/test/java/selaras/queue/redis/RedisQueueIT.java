package selaras.queue.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static selaras.queue.LeaseOutcome.DONE;
import static selaras.queue.LeaseOutcome.NOT_LATEST;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import selaras.queue.Consume;
import selaras.queue.Delivery;
import selaras.queue.LeaseCommand;
import selaras.queue.Partition;
import selaras.queue.Produce;
import selaras.queue.ProduceOutcome;
import selaras.queue.QueueStats;
import selaras.testing.Eventually;
import selaras.testing.RealRedis;

class RedisQueueIT {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final AtomicInteger TESTS = new AtomicInteger();

  private static RealRedis redis;
  private static RedisQueues queues;
  private String orders;

  @BeforeAll
  static void start() {
    redis = RealRedis.inMemory();
    queues = new RedisQueues(redis.uri());
  }

  @AfterAll
  static void stop() {
    queues.close();
    redis.close();
  }

  @BeforeEach
  void freshQueue() {
    queues.forgetNames();
    orders = "orders-" + TESTS.incrementAndGet();
  }

  @Test
  void consume_severalProduced_oldestFirst() {
    List<String> sent = produce(25);

    assertThat(queues.takeBodies(orders)).isEqualTo(sent.subList(0, 10));
    assertThat(queues.takeBodies(orders)).isEqualTo(sent.subList(10, 20));
    assertThat(queues.takeBodies(orders)).isEqualTo(sent.subList(20, 25));
    assertThat(queues.takeBodies(orders)).isEmpty();
  }

  @Test
  void consume_namesMadeToCollide_queuesDoNotMix() {
    List<String> names = List.of(orders, orders + "/0", orders + "/0}:ready", "{", "}", "%7D");

    names.forEach(name -> queues.produce(name, '"' + name + '"'));

    assertThat(names)
        .allSatisfy(name -> assertThat(queues.takeBodies(name)).containsExactly('"' + name + '"'));
  }

  @Test
  void consume_leaseOver_redeliveredBeforeYounger() {
    produce(3);
    Delivery first = queues.consume(orders, 1, SHORT).get(0);
    awaitDepth(3);

    List<Delivery> again = queues.consume(orders, 10, LONG);

    assertThat(RedisQueues.bodies(again)).containsExactly("0", "1", "2");
    assertThat(again.get(0).deliveries()).isEqualTo(2);
    assertThat(again.get(0).message()).isEqualTo(first.message());
  }

  @Test
  void consume_batchOverItsBytes_cutShortAfterTheMessageThatReachesThem() {
    String big = '"' + "x".repeat(600) + '"';
    IntStream.range(0, 3).forEach(i -> queues.produce(orders, big));

    assertThat(queues.takeBodies(orders)).hasSize(2);
    assertThat(queues.takeBodies(orders)).hasSize(1);
  }

  @Test
  void consume_autoAck_goneAtOnce() {
    produce(2);

    queues.queue.consume(orders, new Consume(2, Optional.of(LONG), true, Optional.empty()));

    QueueStats stats = queues.desk.stats(orders);
    assertThat(stats.depth() + stats.inFlight()).isZero();
    assertThat(stats.acknowledged()).isEqualTo(2);
    assertNothingStored();
  }

  @Test
  void ack_latestReceipt_messageGoneAndNothingLeftBehind() {
    produce(1);
    Delivery taken = queues.take(orders);

    assertThat(queues.ack(orders, taken)).isEqualTo(DONE);
    assertThat(queues.ack(orders, taken)).isEqualTo(NOT_LATEST);
    assertNothingStored();
  }

  @Test
  void ack_leaseOverButNotDeliveredAgain_done() {
    produce(1);
    Delivery taken = queues.consume(orders, 1, SHORT).get(0);
    awaitDepth(1);
    queues.work.giveBack(new Partition(orders, 0));

    assertThat(queues.ack(orders, taken)).isEqualTo(DONE);
    assertThat(queues.takeBodies(orders)).isEmpty();
    assertNothingStored();
  }

  @Test
  void settle_receiptOfAnEarlierDelivery_refusedAndNothingChanges() {
    produce(1);
    Delivery stale = queues.consume(orders, 1, SHORT).get(0);
    awaitDepth(1);
    Delivery latest = queues.take(orders);

    assertThat(queues.ack(orders, stale)).isEqualTo(NOT_LATEST);
    assertThat(queues.nack(orders, stale, Duration.ZERO)).isEqualTo(NOT_LATEST);
    assertThat(queues.extend(orders, stale, SHORT)).isEqualTo(NOT_LATEST);
    assertThat(queues.desk.stats(orders).inFlight()).isEqualTo(1);
    assertThat(queues.ack(orders, latest)).isEqualTo(DONE);
  }

  @Test
  void settle_receiptOfAnotherQueue_refused() {
    produce(1);
    Delivery taken = queues.take(orders);

    assertThat(queues.ack(orders + "-other", taken)).isEqualTo(NOT_LATEST);
    assertThat(queues.ack(orders, taken)).isEqualTo(DONE);
  }

  @Test
  void nack_noDelay_deliveredAgainAtItsOldPlace() {
    produce(2);
    Delivery first = queues.take(orders);

    assertThat(queues.nack(orders, first, Duration.ZERO)).isEqualTo(DONE);

    assertThat(queues.ack(orders, first)).isEqualTo(NOT_LATEST);
    assertThat(queues.takeBodies(orders)).containsExactly("0", "1");
  }

  @Test
  void nack_delay_hiddenUntilItIsOver() {
    produce(2);
    queues.nack(orders, queues.take(orders), Duration.ofMillis(300));

    assertThat(queues.desk.stats(orders).delayed()).isEqualTo(1);
    assertThat(queues.takeBodies(orders)).containsExactly("1");
    awaitDepth(1);
    assertThat(queues.takeBodies(orders)).containsExactly("0");
  }

  @Test
  void extend_leasedMessage_leaseEndsAsLateOrEarlyAsSaid() {
    produce(1);
    Delivery taken = queues.consume(orders, 1, Duration.ofMillis(200)).get(0);

    assertThat(queues.extend(orders, taken, LONG)).isEqualTo(DONE);
    Double end =
        queues.store.call(c -> c.zscore(key("leased"), taken.receipt().messageId().sequence()));
    assertThat(end).isGreaterThan(System.currentTimeMillis() + 20_000);
    assertThat(queues.extend(orders, taken, SHORT)).isEqualTo(DONE);
    awaitDepth(1);
  }

  @Test
  void consume_deliveredTooOften_deadLetterWithItsTextAndNoLongerDelivered() {
    produce(2);
    for (int delivery = 1; delivery <= RedisQueues.DEFAULTS.maxDeliveries(); delivery++) {
      Delivery taken = queues.consume(orders, 1, SHORT).get(0);
      assertThat(taken.deliveries()).isEqualTo(delivery);
      awaitDepth(2);
    }

    assertThat(queues.takeBodies(orders)).containsExactly("1");
    assertThat(queues.desk.deadLetters(orders, "", 10))
        .singleElement()
        .satisfies(
            dead -> {
              assertThat(dead.message().body()).isEqualTo("0");
              assertThat(dead.deliveries()).isEqualTo(RedisQueues.DEFAULTS.maxDeliveries());
            });
    assertThat(queues.desk.stats(orders).dead()).isEqualTo(1);
  }

  @Test
  void nack_lastDelivery_deadLetterAtOnceEvenWithDelay() {
    produce(1);
    for (int i = 0; i < RedisQueues.DEFAULTS.maxDeliveries(); i++) {
      queues.nack(orders, queues.take(orders), i == 2 ? LONG : Duration.ZERO);
    }

    assertThat(queues.desk.stats(orders).dead()).isEqualTo(1);
  }

  @Test
  void giveBack_leaseOver_readyAgain() {
    produce(1);
    queues.consume(orders, 1, SHORT);
    awaitDepth(1);

    assertThat(queues.work.giveBack(new Partition(orders, 0))).isEqualTo(1);
    assertThat(queues.work.giveBack(new Partition(orders, 0))).isZero();
  }

  @Test
  void produce_sameRequestId_storedOnceSameAnswer() {
    Produce command = Produce.one("1", Optional.of("r1"), Optional.empty());

    ProduceOutcome first = queues.produce(orders, command);

    assertThat(queues.produce(orders, command)).isEqualTo(first);
    assertThat(queues.desk.stats(orders).depth()).isEqualTo(1);
  }

  @Test
  void consume_sameRequestId_sameDeliveriesEvenAfterAck() {
    produce(3);
    Consume command = new Consume(2, Optional.of(LONG), false, Optional.of("r1"));

    List<Delivery> first = queues.queue.consume(orders, command);
    assertThat(queues.queue.consume(orders, command)).isEqualTo(first);
    first.forEach(delivery -> queues.ack(orders, delivery));

    assertThat(queues.queue.consume(orders, command)).isEqualTo(first);
    assertThat(queues.desk.stats(orders).delivered()).isEqualTo(2);
  }

  @Test
  void consume_sameRequestIdWhenTheMessageIsLeasedToAnother_withoutIt() {
    produce(1);
    Consume command = new Consume(1, Optional.of(SHORT), false, Optional.of("r1"));
    assertThat(queues.queue.consume(orders, command)).hasSize(1);
    awaitDepth(1);
    queues.consume(orders, 1, LONG);

    assertThat(queues.queue.consume(orders, command)).isEmpty();
  }

  @Test
  void consume_sameRequestIdOnEmptyQueue_staysEmpty() {
    Consume command = new Consume(1, Optional.of(LONG), true, Optional.of("r1"));

    assertThat(queues.queue.consume(orders, command)).isEmpty();
    produce(1);

    assertThat(queues.queue.consume(orders, command)).isEmpty();
    assertThat(queues.desk.stats(orders).depth()).isEqualTo(1);
  }

  @Test
  void settle_sameRequestId_sameAnswerNoSecondEffect() {
    produce(1);
    Delivery first = queues.take(orders);
    String receipt = first.receipt().toString();
    LeaseCommand nack = new LeaseCommand.Nack(receipt, Duration.ZERO, Optional.of("r"));

    assertThat(queues.queue.settle(orders, nack)).isEqualTo(DONE);
    Delivery second = queues.take(orders);
    assertThat(queues.queue.settle(orders, nack)).isEqualTo(DONE);
    assertThat(queues.desk.stats(orders).inFlight()).isEqualTo(1);

    // the id is per verb, and a refusal is remembered as well
    LeaseCommand ack = new LeaseCommand.Ack(receipt, Optional.of("r"));
    assertThat(queues.queue.settle(orders, ack)).isEqualTo(NOT_LATEST);
    assertThat(queues.ack(orders, second)).isEqualTo(DONE);
  }

  @Test
  void consume_nodesOwnRetry_sameMessagesReadFromTheStore() {
    produce(1);
    List<String> keys = PartitionKeys.of(new Partition(orders, 0), "consume", "n:1");
    List<String> args =
        List.of("1", "9", "30000", "1", "1000", "aa", "3", "256", "10000", "0", "20");

    List<?> first = (List<?>) queues.store.run(Scripts.CONSUME, keys, args);

    assertThat(Replies.deliveries(new Partition(orders, 0), first.get(0))).hasSize(1);
    assertThat(queues.store.run(Scripts.CONSUME, keys, args)).isEqualTo(first);
  }

  @Test
  void produce_fullQueue_refusedNotRememberedAndAcceptedOnceThereIsRoom() {
    produce(RedisQueues.DEFAULTS.depthMax());
    Produce command = Produce.one("late", Optional.of("r1"), Optional.empty());

    assertThat(queues.produce(orders, command))
        .isEqualTo(new ProduceOutcome.QueueFull(RedisQueues.DEFAULTS.depthMax()));
    queues.ack(orders, queues.take(orders));

    assertThat(queues.produce(orders, command)).isInstanceOf(ProduceOutcome.Produced.class);
  }

  @Test
  void produce_oneQueueTooMany_refusedAndKnownOnesListedInOrder() {
    int max = RedisQueues.LIMITS.queuesMax();
    IntStream.range(0, max).forEach(i -> queues.produce(orders + "-" + i, "1"));

    assertThat(queues.produce(orders + "-more", "1"))
        .isEqualTo(new ProduceOutcome.TooManyQueues(max));
    assertThat(queues.catalog.names(orders + "-5", 10))
        .containsExactly(orders + "-6", orders + "-7");
  }

  private List<String> produce(int count) {
    List<String> bodies = IntStream.range(0, count).mapToObj(Integer::toString).toList();
    bodies.forEach(body -> queues.produce(orders, body));
    return bodies;
  }

  /** What is due counts as depth, so this waits for a lease or a delay to be over. */
  private void awaitDepth(long depth) {
    Eventually.holds("depth " + depth, () -> queues.desk.stats(orders).depth() == depth);
  }

  private void assertNothingStored() {
    for (String part :
        List.of(
            "fresh", "again", "leased", "delayed", "body", "meta", "tails", "next", "dead",
            "grave")) {
      boolean exists = queues.store.call(client -> client.exists(key(part)));
      assertThat(exists).as(part).isFalse();
    }
  }

  private String key(String part) {
    return "selaras:q:{" + orders + "/0}:" + part;
  }
}
