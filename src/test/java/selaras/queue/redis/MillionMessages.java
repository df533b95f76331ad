package selaras.queue.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import selaras.queue.Consume;
import selaras.queue.NewMessage;
import selaras.queue.Ordering;
import selaras.queue.Produce;
import selaras.queue.QueueDefinition;
import selaras.queue.QueueLimits;
import selaras.testing.Pause;
import selaras.testing.RealRedis;

/**
 * What a message costs in memory when a queue has a million of them, and whether such a queue is
 * slower than one of ten. Not a test: {@code jmeter/million.sh} runs it.
 */
final class MillionMessages {
  private static final int MANY = Integer.getInteger("selaras.messages", 1_000_000);
  private static final int FEW = 10;
  private static final int BATCH = 100;
  private static final int ROUNDS = 6;
  private static final int CYCLES = 3_000;
  private static final String BODY = '"' + "x".repeat(98) + '"';

  private final RedisQueues queues;

  private MillionMessages(RedisQueues queues) {
    this.queues = queues;
  }

  public static void main(String[] args) {
    System.out.printf("%,d messages of %d bytes%n", MANY, BODY.length());
    measure("fifo, no key", Ordering.FIFO, i -> "");
    measure("by key, each its own", Ordering.KEY, i -> "k" + i);
    measure("by key, a thousand keys", Ordering.KEY, i -> "k" + i % 1000);
  }

  private static void measure(String what, Ordering ordering, IntFunction<String> keys) {
    QueueDefinition definition =
        new QueueDefinition(
            1, ordering, 5, Duration.ofSeconds(30), 2 * MANY, 1000, 1000, Duration.ofMinutes(1));
    QueueLimits limits =
        new QueueLimits(
            definition,
            Duration.ofHours(1),
            1,
            BATCH,
            1_000_000,
            1000,
            10,
            Duration.ofMinutes(5),
            Duration.ofSeconds(1));
    try (RealRedis redis = RealRedis.inMemory();
        RedisQueues queues = new RedisQueues(redis.uri(), limits)) {
      new MillionMessages(queues).measure(what, definition, keys);
    }
  }

  private void measure(String what, QueueDefinition definition, IntFunction<String> keys) {
    queues.define("few", definition);
    queues.define("many", definition);
    fill("few", FEW, keys);
    long before = memory();
    long began = System.nanoTime();
    fill("many", MANY, keys);
    double seconds = (System.nanoTime() - began) / 1e9;
    // the answers remembered for a second attempt are gone after ten seconds
    awaitNoAnswers();
    double each = (memory() - before) / (double) MANY;
    System.out.printf(
        "%s: %.0f bytes a message, %.0f of them beside the text; stored %.0f/s in batches of %d%n",
        what, each, each - BODY.length(), MANY / seconds, BATCH);
    compare();
  }

  private void fill(String queue, int count, IntFunction<String> keys) {
    for (int from = 0; from < count; from += BATCH) {
      List<NewMessage> messages =
          IntStream.range(from, Math.min(count, from + BATCH))
              .mapToObj(i -> message(keys.apply(i)))
              .toList();
      queues.queue.produce(queue, new Produce(messages, Optional.empty(), Optional.empty()));
    }
  }

  private static NewMessage message(String key) {
    return new NewMessage(
        BODY, Optional.of(key).filter(it -> !it.isEmpty()), Duration.ZERO, Optional.empty());
  }

  /** In turn, so that what else the machine does falls on both; the first round warms up. */
  private void compare() {
    List<Turn> few = new ArrayList<>();
    List<Turn> many = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      few.add(turn("few"));
      many.add(turn("many"));
    }
    double fewRate = median(few, Turn::perSecond);
    double manyRate = median(many, Turn::perSecond);
    System.out.printf(
        "  consume and ack, one client: %.0f/s with %d, %.0f/s with %,d; ratio %.2f%n",
        fewRate, FEW, manyRate, MANY, manyRate / fewRate);
    double fewMicros = median(few, Turn::scriptMicros);
    double manyMicros = median(many, Turn::scriptMicros);
    System.out.printf(
        "  Redis's time for a consume, an ack and a produce: %.1f us with %d, %.1f us with %,d; ratio"
            + " %.2f%n",
        fewMicros, FEW, manyMicros, MANY, fewMicros / manyMicros);
  }

  /**
   * @param perSecond consumes with their ack
   * @param scriptMicros between begin and end of the scripts of one cycle, by Redis's account: the
   *     client and the way to Redis are not in it
   */
  private record Turn(double perSecond, double scriptMicros) {}

  /** Consumes and acknowledges; what is taken is put back outside of the clock. */
  private Turn turn(String queue) {
    long nanos = 0;
    long micros = scriptMicros();
    for (int i = 0; i < CYCLES; i++) {
      long began = System.nanoTime();
      var got =
          queues
              .queue
              .consume(queue, new Consume(1, Optional.empty(), false, Optional.empty()))
              .get(0);
      queues.ack(queue, got);
      nanos += System.nanoTime() - began;
      queues.produce(queue, message(got.message().key().orElse("")));
    }
    return new Turn(CYCLES / (nanos / 1e9), (scriptMicros() - micros) / (double) CYCLES);
  }

  private static double median(List<Turn> turns, ToDoubleFunction<Turn> what) {
    return turns.stream().skip(1).mapToDouble(what).sorted().toArray()[(turns.size() - 1) / 2];
  }

  private void awaitNoAnswers() {
    long left = Long.MAX_VALUE;
    while (left > 40) {
      Pause.millis(500);
      left = queues.store.call(redis -> redis.dbSize());
    }
  }

  private long memory() {
    return figure("memory", Pattern.compile("^used_memory:(\\d+)", Pattern.MULTILINE));
  }

  private long scriptMicros() {
    return figure("commandstats", Pattern.compile("cmdstat_evalsha:.*?usec=(\\d+)"));
  }

  private long figure(String section, Pattern pattern) {
    Matcher found = pattern.matcher(queues.store.call(redis -> redis.info(section)));
    if (!found.find()) {
      throw new IllegalStateException("Redis does not tell " + pattern);
    }
    return Long.parseLong(found.group(1));
  }
}
