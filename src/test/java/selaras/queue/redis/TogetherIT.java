package selaras.queue.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static selaras.queue.LeaseOutcome.DONE;
import static selaras.queue.LeaseOutcome.NOT_LATEST;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import selaras.queue.Delivery;
import selaras.queue.LeaseCommand;
import selaras.queue.Produce;
import selaras.queue.ProduceOutcome;
import selaras.testing.Pause;
import selaras.testing.RealRedis;

/** Many threads at one partition: what each is told is of its own call. */
class TogetherIT {
  private static final int THREADS = 24;
  private static final int ROUNDS = 40;
  private static final String QUEUE = "orders";

  private final RealRedis redis = RealRedis.inMemory();
  private final RedisQueues queues = new RedisQueues(redis.uri());
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS + 1);
  private final Map<String, String> produced = new ConcurrentHashMap<>();
  private final Map<String, String> consumed = new ConcurrentHashMap<>();

  @AfterEach
  void stop() {
    threads.shutdownNow();
    queues.close();
    redis.close();
  }

  @Test
  void verbs_ofManyThreads_eachAnsweredForItself() {
    useByAll();
    assertThat(redis.calls("evalsha")).isLessThan((long) THREADS * ROUNDS * 5);
  }

  @Test
  void verbs_redisForgetsItsScriptsAgainAndAgain_eachAnsweredForItself() {
    var isUsed = new AtomicBoolean(true);
    var forgetting = CompletableFuture.runAsync(() -> forgetScriptsWhile(isUsed), threads);
    try {
      useByAll();
    } finally {
      isUsed.set(false);
    }
    forgetting.join();
    assertThat(redis.calls("eval")).isGreaterThan(10);
  }

  private void forgetScriptsWhile(AtomicBoolean isUsed) {
    while (isUsed.get()) {
      queues.store.call(redis -> redis.scriptFlush(QUEUE));
      Pause.millis(5);
    }
  }

  private void useByAll() {
    List<CompletableFuture<Void>> users =
        IntStream.range(0, THREADS)
            .mapToObj(user -> CompletableFuture.runAsync(() -> use(user), threads))
            .toList();
    users.forEach(CompletableFuture::join);

    assertThat(produced).hasSize(THREADS * ROUNDS);
    assertThat(consumed).isEqualTo(produced);
    assertThat(queues.desk.stats(QUEUE).acknowledged()).isEqualTo(THREADS * ROUNDS);
  }

  /**
   * Each round leaves the queue with as many messages as it found, so it is never full or empty.
   */
  private void use(int user) {
    for (int round = 0; round < ROUNDS; round++) {
      String body = "\"" + user + "/" + round + "\"";
      Produce command = Produce.one(body, Optional.of("p" + body), Optional.empty());
      ProduceOutcome outcome = queues.produce(QUEUE, command);
      assertThat(queues.produce(QUEUE, command)).isEqualTo(outcome);
      produced.put(((ProduceOutcome.Produced) outcome).messageId(), body);

      Delivery delivery = queues.take(QUEUE);
      consumed.put(delivery.message().id(), delivery.message().body());
      String receipt = delivery.receipt().toString();
      Optional<String> id = Optional.of("a" + body);
      assertThat(queues.extend(QUEUE, delivery, Duration.ofMinutes(1))).isEqualTo(DONE);
      assertThat(queues.queue.settle(QUEUE, new LeaseCommand.Ack(receipt, id))).isEqualTo(DONE);
      assertThat(queues.queue.settle(QUEUE, new LeaseCommand.Ack(receipt, id))).isEqualTo(DONE);
      assertThat(queues.ack(QUEUE, delivery)).isEqualTo(NOT_LATEST);
    }
  }
}
