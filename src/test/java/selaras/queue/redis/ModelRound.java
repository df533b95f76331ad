package selaras.queue.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import selaras.queue.Consume;
import selaras.queue.DeadLetter;
import selaras.queue.Delivery;
import selaras.queue.LeaseCommand;
import selaras.queue.LeaseOutcome;
import selaras.queue.NewMessage;
import selaras.queue.Ordering;
import selaras.queue.Partition;
import selaras.queue.Produce;
import selaras.queue.ProduceOutcome;
import selaras.queue.Purge;
import selaras.queue.QueueStats;
import selaras.queue.Redrive;
import selaras.queue.redis.ModelQueue.Item;
import selaras.queue.redis.ModelQueue.State;
import selaras.testing.Eventually;
import selaras.testing.Pause;

/**
 * One queue of one partition and its model. Leases are long; one that is to end is shortened to a
 * millisecond and waited for, as is each delay, so that the clock decides nothing else.
 */
final class ModelRound {
  private static final Duration LONG = Duration.ofMinutes(30);
  private static final Duration INSTANT = Duration.ofMillis(1);
  private static final String[] KEYS = {"", "", "a", "b", "c:1"};

  private final RedisQueues queues;
  private final String name;
  private final SplittableRandom random;
  private final ModelQueue model;
  private final List<String> receipts = new ArrayList<>();
  private final List<Runnable> replays = new ArrayList<>();
  private int drawn;

  ModelRound(RedisQueues queues, String name, Ordering ordering, SplittableRandom random) {
    this.queues = queues;
    this.name = name;
    this.random = random;
    this.model = new ModelQueue(RedisQueues.DEFAULTS.maxDeliveries(), ordering == Ordering.KEY);
    queues.define(name, RedisQueues.like(1, ordering));
  }

  void step(String where) {
    try {
      switch (random.nextInt(28)) {
        case 0, 1, 2, 3, 4, 5, 6, 7 -> produce();
        case 8, 9, 10, 11, 12, 13 -> consume();
        case 14, 15, 16 -> ack();
        case 17, 18 -> nack();
        case 19 -> reject();
        case 20, 21 -> expire();
        case 22, 23 -> giveBack();
        case 24 -> redrive();
        case 25 -> redriveOne();
        case 26 -> purge();
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

  /** Up to three messages, each for itself. */
  private void produce() {
    List<NewMessage> messages =
        IntStream.rangeClosed(0, random.nextInt(3)).mapToObj(i -> message()).toList();
    Produce command = new Produce(messages, requestId(), Optional.empty());
    List<ProduceOutcome> outcomes = queues.queue.produce(name, command);
    boolean anyFull = false;
    for (int i = 0; i < messages.size(); i++) {
      NewMessage message = messages.get(i);
      String key = message.key().orElse("");
      if (model.hasTwin(key, message.dedupId())) {
        assertThat(outcomes.get(i)).isInstanceOf(ProduceOutcome.Duplicate.class);
      } else if (model.stored() >= RedisQueues.DEFAULTS.depthMax()) {
        assertThat(outcomes.get(i)).isInstanceOf(ProduceOutcome.QueueFull.class);
        anyFull = true;
      } else {
        assertThat(outcomes.get(i)).isInstanceOf(ProduceOutcome.Produced.class);
        model.produce(new Item(message.body(), key, message.dedupId()), !message.delay().isZero());
      }
    }
    if (messages.stream().anyMatch(message -> !message.delay().isZero())) {
      awaitDelays();
    }
    boolean whole =
        !anyFull && outcomes.stream().allMatch(ProduceOutcome.Produced.class::isInstance);
    rememberIf(
        command.requestId().filter(id -> whole),
        () -> assertThat(queues.queue.produce(name, command)).isEqualTo(outcomes));
  }

  private NewMessage message() {
    Optional<String> key =
        Optional.of(KEYS[random.nextInt(KEYS.length)]).filter(it -> !it.isEmpty());
    Optional<String> dedup =
        random.nextInt(4) == 0 ? Optional.of("d" + random.nextInt(12)) : Optional.empty();
    Duration delay = random.nextInt(4) == 0 ? INSTANT : Duration.ZERO;
    return new NewMessage("\"" + drawn++ + "\"", key, delay, dedup);
  }

  private void consume() {
    boolean auto = random.nextInt(4) == 0;
    Consume command = new Consume(1 + random.nextInt(3), Optional.of(LONG), auto, requestId());
    model.giveBack();
    if (!auto && model.count(State.LEASED) + command.max() > RedisQueues.DEFAULTS.inFlightMax()) {
      queues.work.giveBack(new Partition(name, 0));
      return;
    }
    List<Delivery> got = queues.queue.consume(name, command);
    List<Item> expected = model.next(command.max(), auto);
    assertThat(RedisQueues.bodies(got)).isEqualTo(expected.stream().map(i -> i.body).toList());
    for (int i = 0; i < got.size(); i++) {
      Item item = expected.get(i);
      item.receipt = got.get(i).receipt().toString();
      receipts.add(item.receipt);
      assertThat(got.get(i).deliveries()).isEqualTo(item.deliveries);
      assertThat(got.get(i).message().key().orElse("")).isEqualTo(item.key);
    }
    rememberIf(
        command.requestId(),
        () -> assertThat(queues.queue.consume(name, command)).isEqualTo(left(got, expected)));
  }

  /** Those that were not delivered again or given back since. */
  private static List<Delivery> left(List<Delivery> got, List<Item> items) {
    return IntStream.range(0, got.size())
        .filter(i -> !ModelQueue.wasTakenFrom(items.get(i), got.get(i).receipt().toString()))
        .mapToObj(got::get)
        .toList();
  }

  private void ack() {
    Item held = settle(new LeaseCommand.Ack(anyReceipt(), requestId()));
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
        awaitDelays();
      }
    }
  }

  private void reject() {
    Item held = settle(new LeaseCommand.Reject(anyReceipt(), requestId()));
    if (held != null) {
      model.bury(held, true);
    }
  }

  private void expire() {
    Item held = settle(new LeaseCommand.Extend(anyReceipt(), Optional.of(INSTANT), requestId()));
    if (held != null) {
      held.state = State.DUE;
      long leased = model.count(State.LEASED);
      Eventually.holds("lease over", () -> queues.desk.stats(name).inFlight() == leased);
    }
  }

  private void giveBack() {
    assertThat(queues.work.giveBack(new Partition(name, 0))).isEqualTo(model.giveBack());
  }

  private void redrive() {
    Redrive command = new Redrive(Optional.empty(), requestId());
    List<String> ids = queues.desk.redrive(name, command);
    List<Item> letters = model.dead();
    assertThat(ids).hasSize(letters.size()).doesNotHaveDuplicates();
    model.redrive(letters);
    rememberIf(
        command.requestId(), () -> assertThat(queues.desk.redrive(name, command)).isEqualTo(ids));
  }

  private void redriveOne() {
    List<DeadLetter> letters = queues.desk.deadLetters(name, "", 10);
    if (letters.isEmpty()) {
      return;
    }
    int which = random.nextInt(letters.size());
    Optional<String> id = Optional.of(letters.get(which).message().id());
    assertThat(queues.desk.redrive(name, new Redrive(id, Optional.empty()))).hasSize(1);
    model.redrive(List.of(model.dead().get(which)));
    assertThat(queues.desk.redrive(name, new Redrive(id, Optional.empty()))).isEmpty();
  }

  /** Seldom, or there would be nothing to see. */
  private void purge() {
    if (random.nextInt(3) > 0) {
      return;
    }
    Purge command = new Purge(random.nextBoolean(), random.nextBoolean(), requestId());
    long before = model.stored();
    model.purge(command.messages(), command.deadLetters());
    long removed = queues.desk.purge(name, command);
    assertThat(removed).isEqualTo(before - model.stored());
    rememberIf(
        command.requestId(), () -> assertThat(queues.desk.purge(name, command)).isEqualTo(removed));
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

  private void awaitDelays() {
    // that of a message that waits behind another is seen by nobody
    Pause.of(INSTANT.multipliedBy(3));
    Eventually.holds("delay over", () -> queues.desk.stats(name).delayed() == 0);
  }

  private void compare() {
    QueueStats stats = queues.desk.stats(name);
    List<Item> available = model.available();
    assertThat(stats.depth()).isEqualTo(available.size() + model.count(State.DUE));
    assertThat(stats.waiting()).isEqualTo(model.blocked());
    assertThat(stats.inFlight()).isEqualTo(model.count(State.LEASED));
    assertThat(stats.dead()).isEqualTo(model.count(State.DEAD));
    List<DeadLetter> letters = queues.desk.deadLetters(name, "", 100);
    assertThat(letters.stream().map(letter -> letter.message().body()))
        .isEqualTo(model.dead().stream().map(item -> item.body).toList());
    assertThat(letters.stream().map(letter -> letter.reason() == DeadLetter.Reason.REJECTED))
        .isEqualTo(model.dead().stream().map(item -> item.rejected).toList());
    if (model.count(State.DUE) == 0) {
      assertThat(queues.desk.peek(name, 100).stream().map(seen -> seen.message().body()))
          .isEqualTo(available.stream().map(item -> item.body).toList());
    }
  }
}
