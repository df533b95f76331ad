package selaras.queue.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static selaras.queue.LeaseOutcome.DONE;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import selaras.queue.Delivery;
import selaras.queue.ProduceOutcome.Produced;
import selaras.store.StoreUnavailableException;
import selaras.testing.RealRedis;

class RedisQueueFailureIT {
  @Test
  void restart_killedRedisWithDurableFile_everyAcknowledgedMessageAndLeaseThere() {
    try (RealRedis redis = RealRedis.durable();
        RedisQueues queues = new RedisQueues(redis.uri())) {
      IntStream.range(0, 10).forEach(i -> queues.produce("orders", Integer.toString(i)));
      Delivery leased = queues.take("orders");
      Delivery done = queues.take("orders");
      queues.ack("orders", done);

      redis.kill();
      redis.start();

      assertThat(queues.takeBodies("orders"))
          .containsExactly("2", "3", "4", "5", "6", "7", "8", "9");
      assertThat(queues.ack("orders", leased)).isEqualTo(DONE);
    }
  }

  @Test
  void produce_redisRestartedWithFullPoolOfOldConnections_succeedsAtOnce() throws Exception {
    try (RealRedis redis = RealRedis.durable();
        RedisQueues queues = new RedisQueues(redis.uri())) {
      List<CompletableFuture<?>> calls = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        calls.add(CompletableFuture.runAsync(() -> queues.desk.stats("orders")));
      }
      CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).get();
      redis.kill();
      redis.start();

      assertThat(queues.produce("orders", "1")).isInstanceOf(Produced.class);
    }
  }

  @Test
  void produce_redisDown_failsWithinASecondAndRecoversByItself() {
    try (RealRedis redis = RealRedis.inMemory();
        RedisQueues queues = new RedisQueues(redis.uri())) {
      queues.produce("orders", "1");
      redis.kill();

      long start = System.nanoTime();
      assertThatThrownBy(() -> queues.produce("orders", "2"))
          .isInstanceOf(StoreUnavailableException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
      // no connection is left that could have carried this one
      assertThatThrownBy(() -> queues.produce("orders", "2"))
          .isInstanceOfSatisfying(
              StoreUnavailableException.class, e -> assertThat(e.mayHaveHappened()).isFalse());

      redis.start();
      assertThat(queues.produce("orders", "3")).isInstanceOf(Produced.class);
      assertThat(queues.takeBodies("orders")).containsExactly("3");
    }
  }

  @Test
  void produce_redisHangs_failsInBoundedTimeAsPerhapsApplied() {
    try (RealRedis redis = RealRedis.inMemory();
        RedisQueues queues = new RedisQueues(redis.uri())) {
      queues.produce("orders", "1");
      redis.pause();

      long start = System.nanoTime();
      assertThatThrownBy(() -> queues.produce("orders", "2"))
          .isInstanceOfSatisfying(
              StoreUnavailableException.class, e -> assertThat(e.mayHaveHappened()).isTrue());
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
      redis.resume();
    }
  }

  @Test
  void produce_redisHangsForAMoment_storedOnce() {
    try (RealRedis redis = RealRedis.inMemory();
        RedisQueues queues = new RedisQueues(redis.uri())) {
      queues.produce("orders", "1");
      redis.pause();
      // the first attempt runs into its time-out of 500 ms, the second one gets the answer
      CompletableFuture<Void> later =
          CompletableFuture.runAsync(
              redis::resume, CompletableFuture.delayedExecutor(700, TimeUnit.MILLISECONDS));

      assertThat(queues.produce("orders", "2")).isInstanceOf(Produced.class);
      later.join();
      assertThat(queues.takeBodies("orders")).containsExactly("1", "2");
    }
  }
}
