package selaras.queue.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static selaras.queue.LeaseOutcome.DONE;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import selaras.queue.Consume;
import selaras.queue.Delivery;
import selaras.queue.NewMessage;
import selaras.queue.Ordering;
import selaras.queue.Purge;
import selaras.queue.Redrive;
import selaras.testing.Eventually;
import selaras.testing.RealRedis;

/** A queue ordered by key: a1 and a2 share a key, b1 has another. */
class KeyOrderIT {
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
  void twoKeys() {
    queues.forgetNames();
    orders = "orders-" + TESTS.incrementAndGet();
    queues.define(orders, RedisQueues.like(1, Ordering.KEY));
    queues.produce(orders, RedisQueues.message("\"a1\"", "a"));
    queues.produce(orders, RedisQueues.message("\"a2\"", "a"));
    queues.produce(orders, RedisQueues.message("\"b1\"", "b"));
  }

  private List<String> take() {
    return queues.takeBodies(orders);
  }

  @Test
  void consume_firstOfKeyInFlight_othersFlowAndItsNextComesAfterTheAck() {
    Delivery first = queues.take(orders);

    assertThat(take()).containsExactly("\"b1\"");
    assertThat(queues.desk.stats(orders).waiting()).isEqualTo(1);
    assertThat(queues.ack(orders, first)).isEqualTo(DONE);
    assertThat(take()).containsExactly("\"a2\"");
  }

  @Test
  void consume_oneBatch_oneMessageOfEachKey() {
    assertThat(take()).containsExactly("\"a1\"", "\"b1\"");
    assertThat(take()).isEmpty();
  }

  @Test
  void consume_autoAck_allOfThemInOrder() {
    Consume command = new Consume(10, Optional.empty(), true, Optional.empty());

    assertThat(RedisQueues.bodies(queues.queue.consume(orders, command)))
        .containsExactly("\"a1\"", "\"a2\"", "\"b1\"");
  }

  @Test
  void nack_delay_keyStaysBlockedUntilItIsOverAndDelivered() {
    queues.nack(orders, queues.take(orders), Duration.ofMillis(200));

    assertThat(take()).containsExactly("\"b1\"");
    Eventually.holds("delay over", () -> queues.desk.stats(orders).delayed() == 0);
    assertThat(take()).containsExactly("\"a1\"");
    assertThat(take()).isEmpty();
  }

  @Test
  void ack_leaseOverButNobodyHasItSince_doneAndTheNextIsFree() {
    Delivery late = queues.consume(orders, 1, SHORT).get(0);
    Eventually.holds("lease over", () -> queues.desk.stats(orders).inFlight() == 0);

    assertThat(queues.ack(orders, late)).isEqualTo(DONE);
    assertThat(take()).containsExactly("\"a2\"", "\"b1\"");
  }

  @Test
  void reject_firstOfKey_nextIsFreeAndRedrivenOneComesLast() {
    queues.reject(orders, queues.take(orders));
    Delivery second = queues.take(orders);
    assertThat(second.message().body()).isEqualTo("\"a2\"");

    assertThat(queues.desk.redrive(orders, new Redrive(Optional.empty(), Optional.empty())))
        .hasSize(1);
    assertThat(take()).containsExactly("\"b1\"");
    queues.ack(orders, second);
    assertThat(take()).containsExactly("\"a1\"");
  }

  @Test
  void deliveredTooOften_firstOfKey_nextIsFree() {
    for (int i = 0; i < RedisQueues.DEFAULTS.maxDeliveries(); i++) {
      queues.nack(orders, queues.take(orders), Duration.ZERO);
    }

    assertThat(take()).containsExactly("\"a2\"", "\"b1\"");
  }

  @Test
  void produce_delayed_blocksLaterOnesOfItsKeyOnly() {
    Optional<String> key = Optional.of("c");
    Duration delay = Duration.ofMillis(200);
    queues.produce(orders, new NewMessage("\"c1\"", key, delay, Optional.empty()));
    queues.produce(orders, RedisQueues.message("\"c2\"", "c"));

    assertThat(take()).containsExactly("\"a1\"", "\"b1\"");
    Eventually.holds("delay over", () -> queues.desk.stats(orders).delayed() == 0);
    assertThat(take()).containsExactly("\"c1\"");
  }

  @Test
  void purge_oneInFlight_keyIsFreeAndNothingIsLeftBehind() {
    Delivery taken = queues.take(orders);

    Purge all = new Purge(true, true, Optional.empty());
    assertThat(queues.desk.purge(orders, all)).isEqualTo(3);
    assertThat(queues.ack(orders, taken)).isNotEqualTo(DONE);
    queues.produce(orders, RedisQueues.message("\"a3\"", "a"));
    assertThat(take()).containsExactly("\"a3\"");
  }

  @Test
  void ackOfAll_nothingStored() {
    for (Delivery delivery : queues.consume(orders, 2, Duration.ofMinutes(1))) {
      queues.ack(orders, delivery);
    }
    queues.ack(orders, queues.take(orders));

    for (String part : List.of("fresh", "again", "leased", "body", "meta", "tails", "next")) {
      String key = "selaras:q:{" + orders + "/0}:" + part;
      boolean exists = queues.store.call(client -> client.exists(key));
      assertThat(exists).as(part).isFalse();
    }
  }
}
