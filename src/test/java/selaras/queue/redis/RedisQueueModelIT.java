package selaras.queue.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import selaras.queue.Consume;
import selaras.queue.Delivery;
import selaras.queue.LeaseCommand;
import selaras.queue.LeaseOutcome;
import selaras.queue.Partition;
import selaras.queue.Produce;
import selaras.queue.ProduceOutcome;
import selaras.queue.QueueStats;
import selaras.queue.redis.ModelQueue.Item;
import selaras.queue.redis.ModelQueue.State;
import selaras.testing.Eventually;
import selaras.testing.RealRedis;

/**
 * Random verbs on Redis and on a naive model must give the same answers. Leases are long; one that
 * is to end is shortened to a millisecond and waited for, so that the clock decides nothing else.
 */
class RedisQueueModelIT {
  private static final int ROUNDS = 15;
  private static final int VERBS = 300;
  private static final Duration LONG = Duration.ofMinutes(30);
  private static final Duration INSTANT = Duration.ofMillis(1);

  @Test
  void verbs_randomSequence_sameAsModel() {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    try (RealRedis redis = RealRedis.inMemory();
        RedisQueues queues = new RedisQueues(redis.uri())) {
      for (int round = 0; round < ROUNDS; round++) {
        queues.store.call(client -> client.del("selaras:q:names"));
        Round game = new Round(queues, "round-" + round, random);
        for (int verb = 0; verb < VERBS; verb++) {
          game.step("seed " + seed + ", round " + round + ", verb " + verb);
        }
      }
    }
  }

  /** One queue and its model. */
  private static final class Round {
    private final RedisQueues queues;
    private final String name;
    private final SplittableRandom random;
    private final ModelQueue model = new ModelQueue(RedisQueues.LIMITS.maxDeliveries());
    private final List<String> receipts = new ArrayList<>();
    private final List<Runnable> replays = new ArrayList<>();
    private int drawn;

    Round(RedisQueues queues, String name, SplittableRandom random) {
      this.queues = queues;
      this.name = name;
      this.random = random;
    }

    void step(String where) {
      try {
        switch (random.nextInt(10)) {
          case 0, 1, 2 -> produce();
          case 3, 4 -> consume();
          case 5 -> ack();
          case 6 -> nack();
          case 7 -> expire();
          case 8 -> giveBack();
          default -> replay();
        }
        compare();
      } catch (AssertionError e) {
        throw new AssertionError(where + ": " + e.getMessage(), e);
      }
    }

    private Optional<String> requestId() {
      return random.nextBoolean() ? Optional.of("r" + drawn++) : Optional.empty();
    }

    private void produce() {
      Produce command = new Produce("\"" + drawn++ + "\"", requestId(), Optional.empty());
      ProduceOutcome outcome = queues.queue.produce(name, command);
      if (model.stored() >= RedisQueues.LIMITS.depthMax()) {
        assertThat(outcome).isInstanceOf(ProduceOutcome.QueueFull.class);
        return;
      }
      assertThat(outcome).isInstanceOf(ProduceOutcome.Produced.class);
      model.produce(command.body());
      rememberIf(
          command.requestId(),
          () -> assertThat(queues.queue.produce(name, command)).isEqualTo(outcome));
    }

    private void consume() {
      boolean auto = random.nextInt(4) == 0;
      Consume command = new Consume(1 + random.nextInt(3), LONG, auto, requestId());
      List<Delivery> got = queues.queue.consume(name, command);
      List<Item> expected = model.next(command.max());
      assertThat(RedisQueues.bodies(got)).isEqualTo(expected.stream().map(i -> i.body).toList());
      for (int i = 0; i < got.size(); i++) {
        Item item = expected.get(i);
        item.deliveries++;
        item.state = auto ? State.GONE : State.LEASED;
        item.receipt = got.get(i).receipt().toString();
        receipts.add(item.receipt);
        assertThat(got.get(i).deliveries()).isEqualTo(item.deliveries);
      }
      rememberIf(
          command.requestId(),
          () -> assertThat(queues.queue.consume(name, command)).isEqualTo(got));
    }

    private void ack() {
      String receipt = anyReceipt();
      Item held = settle(new LeaseCommand.Ack(receipt, requestId()));
      if (held != null) {
        held.state = State.GONE;
      }
    }

    private void nack() {
      String receipt = anyReceipt();
      boolean delayed = random.nextBoolean();
      Duration delay = delayed ? INSTANT : Duration.ZERO;
      Item held = settle(new LeaseCommand.Nack(receipt, delay, requestId()));
      if (held != null) {
        held.receipt = null;
        model.putBack(held);
        if (delayed && held.state == State.READY) {
          held.state = State.DUE;
          awaitNothingDelayed();
        }
      }
    }

    private void expire() {
      Item held = settle(new LeaseCommand.Extend(anyReceipt(), INSTANT, requestId()));
      if (held != null) {
        held.state = State.DUE;
        long leased = model.count(State.LEASED);
        Eventually.holds("lease over", () -> queues.queue.stats(name).inFlight() == leased);
      }
    }

    private void giveBack() {
      assertThat(queues.queue.giveBack(new Partition(name, 0))).isEqualTo(model.giveBack());
    }

    private void replay() {
      if (!replays.isEmpty()) {
        replays.get(random.nextInt(replays.size())).run();
      }
    }

    /** The model's message if the receipt holds; both sides must agree on that. */
    private Item settle(LeaseCommand command) {
      LeaseOutcome outcome = queues.queue.settle(name, command);
      Item held = model.heldBy(command.receipt());
      assertThat(outcome).isEqualTo(held == null ? LeaseOutcome.NOT_LATEST : LeaseOutcome.DONE);
      rememberIf(
          command.requestId(),
          () -> assertThat(queues.queue.settle(name, command)).isEqualTo(outcome));
      return held;
    }

    private void rememberIf(Optional<String> requestId, Runnable replay) {
      requestId.ifPresent(id -> replays.add(replay));
    }

    /** Mostly a recent one, which is likely to hold. */
    private String anyReceipt() {
      if (receipts.isEmpty()) {
        return "0-1-aa.1.aa";
      }
      int back =
          random.nextInt(random.nextBoolean() ? Math.min(6, receipts.size()) : receipts.size());
      return receipts.get(receipts.size() - 1 - back);
    }

    private void awaitNothingDelayed() {
      Eventually.holds("delay over", () -> queues.queue.stats(name).delayed() == 0);
    }

    private void compare() {
      QueueStats stats = queues.queue.stats(name);
      assertThat(stats.depth()).isEqualTo(model.count(State.READY) + model.count(State.DUE));
      assertThat(stats.inFlight()).isEqualTo(model.count(State.LEASED));
      assertThat(stats.dead()).isEqualTo(model.count(State.DEAD));
      assertThat(queues.queue.deadLetters(name, 50).stream().map(d -> d.message().body()).sorted())
          .isEqualTo(model.dead());
    }
  }
}
