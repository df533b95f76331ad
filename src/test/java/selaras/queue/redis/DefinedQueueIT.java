package selaras.queue.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import selaras.queue.Consume;
import selaras.queue.DeadLetter;
import selaras.queue.DefineOutcome;
import selaras.queue.DefineOutcome.Defined;
import selaras.queue.DefineOutcome.PlacedOtherwise;
import selaras.queue.Delivery;
import selaras.queue.LeaseOutcome;
import selaras.queue.MessageId;
import selaras.queue.NewMessage;
import selaras.queue.Ordering;
import selaras.queue.Partition;
import selaras.queue.Produce;
import selaras.queue.ProduceOutcome;
import selaras.queue.ProduceOutcome.Produced;
import selaras.queue.QueueBusyException;
import selaras.queue.QueueDefinition;
import selaras.queue.Redrive;
import selaras.testing.Eventually;

/** Queues of several partitions and with terms of their own, seen by two nodes. */
class DefinedQueueIT extends QueueOnTwoNodes {
  private static final QueueDefinition EIGHT = RedisQueues.like(8, Ordering.KEY);

  private static QueueDefinition with(int maxDeliveries, int depthMax, int inFlight, int dedupMs) {
    return new QueueDefinition(
        1,
        Ordering.FIFO,
        maxDeliveries,
        Duration.ofSeconds(30),
        depthMax,
        inFlight,
        100,
        Duration.ofMillis(dedupMs));
  }

  private static Produce keyed(int count) {
    return new Produce(
        IntStream.range(0, count)
            .mapToObj(i -> RedisQueues.message("" + i, "key-" + i % 5))
            .toList(),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void define_newAndAgain_createdThenChangedAndSeenElsewhereInTime() {
    assertThat(here.define(orders, with(3, 5, 5, 1000)))
        .isEqualTo(new Defined(true, with(3, 5, 5, 1000)));
    assertThat(there.catalog.definition(orders)).contains(with(3, 5, 5, 1000));
    assertThat(here.define(orders, with(4, 5, 5, 1000)))
        .isEqualTo(new Defined(false, with(4, 5, 5, 1000)));
    assertThat(here.catalog.definition(orders)).contains(with(4, 5, 5, 1000));
    Eventually.holds(
        "the other node knows",
        () -> there.catalog.definition(orders).equals(Optional.of(with(4, 5, 5, 1000))));
  }

  @Test
  void define_otherPartitionsThanMessagesAreIn_refusedAndNothingLost() {
    here.produce(orders, "1");
    assertThat(there.define(orders, EIGHT)).isInstanceOf(PlacedOtherwise.class);
    assertThat(there.takeBodies(orders)).containsExactly("1");
  }

  @Test
  void define_sameRequestIdElsewhere_answeredAlikeAndChangesNothingMore() {
    Optional<String> id = Optional.of("define");
    DefineOutcome first = here.catalog.define(orders, with(3, 5, 5, 1000), id);
    here.define(orders, with(4, 5, 5, 1000));

    assertThat(there.catalog.define(orders, with(3, 5, 5, 1000), id)).isEqualTo(first);
    assertThat(first).isEqualTo(new Defined(true, with(3, 5, 5, 1000)));
    assertThat(there.catalog.definition(orders)).contains(with(4, 5, 5, 1000));
    assertThat(there.catalog.define("other-" + orders, EIGHT, id))
        .as("an id is one of its queue")
        .isEqualTo(new Defined(true, EIGHT));
  }

  @Test
  void define_sameRequestIdAfterRefusal_refusedAgainAlsoWhenItWouldNotBe() {
    Optional<String> id = Optional.of("define");
    here.produce(orders, "1");
    assertThat(here.catalog.define(orders, EIGHT, id)).isInstanceOf(PlacedOtherwise.class);
    here.delete(orders);
    assertThat(there.catalog.define(orders, EIGHT, id)).isInstanceOf(PlacedOtherwise.class);
  }

  @Test
  void define_rightBeforeAnotherNodeProduces_itKnows() {
    here.consume(orders, 1, Duration.ofSeconds(1));
    there.consume(orders, 1, Duration.ofSeconds(1));
    here.define(orders, EIGHT);
    there.queue.produce(orders, keyed(10));

    assertThat(here.catalog.allPartitions()).hasSize(8);
    assertThat(here.takeBodies(orders)).hasSize(5);
  }

  @Test
  void delete_thenDefineWithFewerPartitions_messagesGoneAndNewOnesArrive() {
    here.define(orders, EIGHT);
    there.queue.produce(orders, keyed(10));

    assertThat(here.delete(orders)).isTrue();
    assertThat(here.delete(orders)).isFalse();
    assertThat(there.catalog.definition(orders)).isEmpty();
    QueueDefinition two = RedisQueues.like(2, Ordering.KEY);
    assertThat(here.define(orders, two)).isEqualTo(new Defined(true, two));
    there.queue.produce(orders, keyed(2));
    assertThat(here.takeBodies(orders)).containsExactlyInAnyOrder("0", "1");
  }

  @Test
  void consume_eightPartitions_allArriveInTheOrderOfTheirKeys() {
    here.define(orders, EIGHT);
    for (int i = 0; i < 4; i++) {
      int from = 10 * i;
      there.queue.produce(
          orders,
          new Produce(
              IntStream.range(from, from + 10)
                  .mapToObj(n -> RedisQueues.message("" + n, "key-" + n % 5))
                  .toList(),
              Optional.empty(),
              Optional.empty()));
    }
    Map<String, List<Integer>> arrived = new HashMap<>();
    for (List<Delivery> some = two(); !some.isEmpty(); some = two()) {
      for (Delivery delivery : some) {
        arrived
            .computeIfAbsent(delivery.message().key().orElseThrow(), any -> new ArrayList<>())
            .add(Integer.parseInt(delivery.message().body()));
        assertThat(there.ack(orders, delivery)).isEqualTo(LeaseOutcome.DONE);
      }
    }

    assertThat(arrived).hasSize(5);
    assertThat(arrived.values())
        .allSatisfy(
            each -> assertThat(each).hasSize(8).isSortedAccordingTo(Comparator.naturalOrder()));
  }

  private List<Delivery> two() {
    return here.consume(orders, 2, Duration.ofMinutes(1));
  }

  @Test
  void produce_batchOverPartitionsSentAgain_sameAnswersInOrder() {
    here.define(orders, EIGHT);
    Produce command = new Produce(keyed(10).messages(), Optional.of("batch"), Optional.empty());

    List<ProduceOutcome> first = here.queue.produce(orders, command);

    assertThat(first).hasSize(10).doesNotHaveDuplicates();
    assertThat(first.stream().map(outcome -> partition((Produced) outcome)).distinct())
        .hasSizeGreaterThan(1);
    assertThat(there.queue.produce(orders, command)).isEqualTo(first);
    assertThat(here.desk.stats(orders).produced()).isEqualTo(10);
  }

  private static int partition(Produced outcome) {
    return MessageId.parse(outcome.messageId()).orElseThrow().partition();
  }

  @Test
  void consume_sameRequestIdOverPartitions_sameDeliveries() {
    here.define(orders, EIGHT);
    here.queue.produce(orders, keyed(5));
    Consume command = new Consume(4, Optional.empty(), false, Optional.of("c"));

    List<Delivery> first = here.queue.consume(orders, command);

    assertThat(first).hasSize(4);
    here.queue.produce(orders, keyed(10));
    assertThat(there.queue.consume(orders, command)).isEqualTo(first);
  }

  @Test
  void ackAll_severalPartitionsAndAStrangerAmongThem_eachForItself() {
    here.define(orders, EIGHT);
    here.queue.produce(orders, keyed(5));
    List<String> receipts =
        Stream.concat(
                Stream.of("no receipt", "0-99-aa.1.bb"),
                here.consume(orders, 5, Duration.ofMinutes(1)).stream()
                    .map(delivery -> delivery.receipt().toString()))
            .toList();

    List<LeaseOutcome> outcomes = there.queue.ackAll(orders, receipts, Optional.of("a"));

    assertThat(outcomes.subList(0, 2)).containsOnly(LeaseOutcome.NOT_LATEST);
    assertThat(outcomes.subList(2, 7)).containsOnly(LeaseOutcome.DONE);
    assertThat(here.queue.ackAll(orders, receipts, Optional.of("a"))).isEqualTo(outcomes);
    assertThat(here.desk.stats(orders).acknowledged()).isEqualTo(5);
  }

  @Test
  void ackAll_sameRequestIdWithMoreReceipts_theOthersAreNotAcknowledged() {
    here.queue.produce(orders, keyed(2));
    List<String> receipts =
        here.consume(orders, 2, Duration.ofMinutes(1)).stream()
            .map(delivery -> delivery.receipt().toString())
            .toList();
    here.queue.ackAll(orders, receipts.subList(0, 1), Optional.of("a"));

    assertThat(here.queue.ackAll(orders, receipts, Optional.of("a")))
        .containsExactly(LeaseOutcome.DONE, LeaseOutcome.NOT_LATEST);
    assertThat(here.desk.stats(orders).inFlight()).isEqualTo(1);
  }

  @Test
  void produce_dedupId_onceWithinTheWindowAndAgainAfterIt() {
    here.define(orders, with(3, 50, 50, 300));
    var message = new NewMessage("1", Optional.empty(), Duration.ZERO, Optional.of("invoice-7"));
    ProduceOutcome first = here.produce(orders, message);

    assertThat(there.produce(orders, message))
        .isEqualTo(new ProduceOutcome.Duplicate(((Produced) first).messageId()));
    Eventually.holds(
        "the window is over", () -> there.produce(orders, message) instanceof Produced);
    assertThat(here.desk.stats(orders).produced()).isEqualTo(2);
  }

  @Test
  void produce_duplicateSentAgain_duplicateAgainThoughTheWindowIsOver() {
    here.define(orders, with(3, 50, 50, 300));
    var message = new NewMessage("1", Optional.empty(), Duration.ZERO, Optional.of("invoice-7"));
    ProduceOutcome first = here.produce(orders, message);
    ProduceOutcome duplicate = new ProduceOutcome.Duplicate(((Produced) first).messageId());
    Produce again = new Produce(List.of(message), Optional.of("again"), Optional.empty());

    assertThat(here.produce(orders, again)).isEqualTo(duplicate);
    Eventually.holds(
        "the window is over", () -> there.produce(orders, message) instanceof Produced);
    assertThat(there.produce(orders, again)).isEqualTo(duplicate);
  }

  @Test
  void consume_asManyInFlightAsAllowed_busyUntilOneIsSettled() {
    here.define(orders, with(3, 50, 2, 300));
    IntStream.range(0, 3).forEach(i -> here.produce(orders, "" + i));
    List<Delivery> taken = here.consume(orders, 3, Duration.ofMinutes(1));

    assertThat(taken).hasSize(2);
    assertThatThrownBy(() -> here.take(orders)).isInstanceOf(QueueBusyException.class);
    here.ack(orders, taken.get(0));
    assertThat(here.takeBodies(orders)).containsExactly("2");
    // nothing is there to have, so nobody is told to come back
    assertThat(here.takeBodies(orders)).isEmpty();
  }

  @Test
  void produce_limitsOfTheQueue_eachMessageForItself() {
    here.define(orders, with(3, 2, 2, 300));
    List<NewMessage> messages =
        Stream.of("1", '"' + "x".repeat(200) + '"', "2", "3")
            .map(body -> new NewMessage(body, Optional.empty(), Duration.ZERO, Optional.empty()))
            .toList();

    assertThat(
            here.queue.produce(orders, new Produce(messages, Optional.empty(), Optional.empty())))
        .satisfiesExactly(
            one -> assertThat(one).isInstanceOf(Produced.class),
            two -> assertThat(two).isEqualTo(new ProduceOutcome.TooLarge(202, 100)),
            three -> assertThat(three).isInstanceOf(Produced.class),
            four -> assertThat(four).isEqualTo(new ProduceOutcome.QueueFull(2)));
  }

  @Test
  void deadLetters_manyInSeveralPartitions_pagedThenRedrivenInRunsUpToTheLimit() {
    here.define(
        orders,
        new QueueDefinition(
            3, Ordering.FIFO, 1, Duration.ofSeconds(30), 500, 500, 100, Duration.ofSeconds(1)));
    int sent = 0;
    for (int batch = 0; batch < 26; batch++) {
      here.queue.produce(orders, keyed(10));
      for (Delivery delivery : here.consume(orders, 10, Duration.ofMinutes(1))) {
        here.nack(orders, delivery, Duration.ZERO);
        sent++;
      }
    }
    List<String> listed = new ArrayList<>();
    for (List<DeadLetter> page = page(""); !page.isEmpty(); ) {
      page.forEach(letter -> listed.add(letter.message().id()));
      page = page(listed.get(listed.size() - 1));
    }

    assertThat(sent).isEqualTo(260);
    assertThat(listed).hasSize(260).doesNotHaveDuplicates();
    Redrive all = new Redrive(Optional.empty(), Optional.of("again"));
    List<String> sentAgain = here.desk.redrive(orders, all);
    assertThat(sentAgain).hasSize(RedisQueues.LIMITS.redriveMax()).doesNotHaveDuplicates();
    assertThat(there.desk.redrive(orders, all)).isEqualTo(sentAgain);
    assertThat(here.desk.stats(orders).depth()).isEqualTo(250);
    assertThat(here.desk.stats(orders).dead()).isEqualTo(10);
  }

  @Test
  void deadLetters_pageCutShortByItsBytes_theNextOneGoesOnThere() {
    here.define(orders, RedisQueues.like(2, Ordering.FIFO));
    String large = '"' + "x".repeat(600) + '"';
    for (int sent = 0; sent < 12; sent++) {
      here.produce(orders, RedisQueues.message(large, "key-" + sent));
    }
    here.consume(orders, 10, Duration.ofMinutes(1)).forEach(it -> here.reject(orders, it));
    for (int left = 0; left < 10; left++) {
      here.consume(orders, 10, Duration.ofMinutes(1)).forEach(it -> here.reject(orders, it));
    }

    List<Integer> sizes = new ArrayList<>();
    List<String> listed = new ArrayList<>();
    for (List<DeadLetter> page = page(""); !page.isEmpty(); ) {
      sizes.add(page.size());
      page.forEach(letter -> listed.add(letter.message().id()));
      page = page(listed.getLast());
    }

    assertThat(listed).hasSize(12).doesNotHaveDuplicates();
    assertThat(listed).anyMatch(id -> id.startsWith("0-")).anyMatch(id -> id.startsWith("1-"));
    assertThat(sizes).as("2 letters are 1,000 bytes and more").allMatch(size -> size <= 2);
  }

  private List<DeadLetter> page(String after) {
    return there.desk.deadLetters(orders, after, 100);
  }

  @Test
  void stats_sampled_ratesOfTheRecentWhile() {
    here.produce(orders, "1");
    assertThat(here.desk.stats(orders).producedPerSecond()).isZero();
    here.work.giveBack(new Partition(orders, 0));
    IntStream.range(0, 5).forEach(i -> here.produce(orders, "" + i));
    here.ack(orders, here.take(orders));

    var stats = here.desk.stats(orders);
    assertThat(stats.producedPerSecond()).isPositive();
    assertThat(stats.deliveredPerSecond()).isPositive().isEqualTo(stats.acknowledgedPerSecond());
  }
}
