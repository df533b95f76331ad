package selaras.queue.redis;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import selaras.testing.RealRedis;

/** Two nodes on one real Redis, and a queue of its own for each test. */
abstract class QueueOnTwoNodes {
  private static final AtomicInteger TESTS = new AtomicInteger();

  static RealRedis redis;
  static RedisQueues here;
  static RedisQueues there;
  String orders;

  @BeforeAll
  static void start() {
    redis = RealRedis.inMemory();
    here = new RedisQueues(redis.uri());
    there = new RedisQueues(redis.uri());
  }

  @AfterAll
  static void stop() {
    here.close();
    there.close();
    redis.close();
  }

  @BeforeEach
  void freshQueue() {
    here.forgetNames();
    orders = "orders-" + TESTS.incrementAndGet();
  }
}
