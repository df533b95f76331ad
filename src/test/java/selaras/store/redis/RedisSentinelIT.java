package selaras.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import selaras.queue.ProduceOutcome.Produced;
import selaras.queue.ProduceOutcome.StaleFence;
import selaras.store.Fence;
import selaras.store.StoreUnavailableException;
import selaras.testing.Eventually;
import selaras.testing.RealRedis;
import selaras.testing.WatchedRedis;

/** Everything that a node has in Redis, behind real sentinels, with passwords for both. */
class RedisSentinelIT {
  private static final Duration FAILOVER = Duration.ofSeconds(20);
  private static final Duration CALL = Duration.ofSeconds(4);

  private static WatchedRedis redis;
  private static StoreUser one;
  private static StoreUser two;

  @BeforeAll
  static void start() {
    redis = new WatchedRedis();
    one = new StoreUser("node-1", keys(0));
    two = new StoreUser("node-2", keys(0));
  }

  @AfterAll
  static void stop() {
    one.close();
    two.close();
    redis.close();
  }

  @BeforeEach
  void inStep() {
    Eventually.holds(
        "two replicas are in step",
        FAILOVER,
        () -> redis.at(redis.master(), server -> server.waitReplicas(2, 100)) == 2);
  }

  private static Map<String, String> keys(int waitReplicas) {
    Map<String, String> keys = new HashMap<>();
    keys.put("redis.sentinel.nodes", redis.nodes());
    keys.put("redis.sentinel.master", WatchedRedis.NAME);
    keys.put("redis.sentinel.password", WatchedRedis.SENTINEL_PASSWORD);
    keys.put("redis.password", WatchedRedis.PASSWORD);
    keys.put("redis.wait_replicas", Integer.toString(waitReplicas));
    return keys;
  }

  @Test
  void setup_behindSentinels_namesTheMaster() {
    assertThat(one.store.setup().form()).isEqualTo("sentinel");
    assertThat(one.store.setup().servers()).containsExactly("127.0.0.1:" + redis.master().port());
    assertThat(one.store.isReachable()).isTrue();
  }

  @Test
  void masterKilled_queueAndCacheGoOnAtTheNextOne() {
    RealRedis master = redis.master();
    failsOver("killed", master, master::kill);
    master.start();
  }

  /** It comes back as a replica; its old connections are of no use, but do not show that. */
  @Test
  void masterHangs_queueAndCacheGoOnAtTheNextOne() {
    RealRedis master = redis.master();
    failsOver("hanging", master, master::pause);
    master.resume();
  }

  private static void failsOver(String queue, RealRedis master, Runnable end) {
    Fence old = new Fence(queue, 17);
    Fence newer = new Fence(queue, 18);
    assertThat(one.produce(queue, "1", Optional.of(newer))).isInstanceOf(Produced.class);
    one.put(queue, "1", Optional.empty());
    assertThat(two.get(queue)).isEqualTo("1");
    redis.at(master, server -> server.waitReplicas(2, 1000));

    end.run();
    long start = System.nanoTime();
    assertThatThrownBy(() -> one.produce(queue, "2", Optional.empty()))
        .isInstanceOf(StoreUnavailableException.class);
    Duration first = since(start);
    assertThat(first).isLessThan(CALL);
    Eventually.holds("the queue", FAILOVER, () -> one.produceOnce(queue, "3", queue) != null);
    System.out.printf(
        "sentinel: %s master: 503 after %d ms; the queue went on after %d ms%n",
        queue, first.toMillis(), since(start).toMillis());

    assertThat(two.take(queue, 10)).startsWith("1").endsWith("3");
    assertThat(one.produce(queue, "4", Optional.of(old))).isEqualTo(new StaleFence(old, 18));
    one.put(queue, "5", Optional.empty());
    Eventually.holds("node-2 reads what node-1 wrote", () -> "5".equals(two.get(queue)));
    Eventually.holds("node-2 hears again", () -> two.cache.stats().connected());
    long heard = two.cache.stats().invalidationsReceived();
    two.get(queue);
    one.put(queue, "6", Optional.empty());
    Eventually.holds("a write is heard", () -> two.cache.stats().invalidationsReceived() > heard);
    assertThat(one.store.setup().servers()).doesNotContain("127.0.0.1:" + master.port());
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Test
  void waitReplicas_fewerHaveTheChange_isNotAcknowledgedUntilTheyDo() {
    try (StoreUser careful = new StoreUser("node-3", keys(2))) {
      assertThat(careful.produceOnce("waits", "1", "r1")).isInstanceOf(Produced.class);
      RealRedis late = redis.replicas().get(0);
      late.pause();
      try {
        for (int attempt = 0; attempt < 2; attempt++) {
          // the second answer is only a remembered one, and has to wait all the same
          assertThatThrownBy(() -> careful.produceOnce("waits", "2", "r2"))
              .isInstanceOfSatisfying(
                  StoreUnavailableException.class, e -> assertThat(e.mayHaveHappened()).isTrue())
              .hasMessageContaining("replicas");
        }
        assertThat(one.produceOnce("waits-not", "1", "r1")).isInstanceOf(Produced.class);
      } finally {
        late.resume();
      }
      Eventually.holds("it is back", () -> careful.produceOnce("waits", "2", "r2") != null);
      assertThat(careful.take("waits", 10)).containsExactly("1", "2");
    }
  }

  @Test
  void waitReplicas_masterKilledUnderLoad_nothingAcknowledgedIsLost() {
    RealRedis master = redis.master();
    List<String> acknowledged = new ArrayList<>();
    try (StoreUser careful = new StoreUser("node-3", keys(2))) {
      var producer =
          CompletableFuture.runAsync(
              () -> {
                try {
                  for (int i = 0; ; i++) {
                    careful.produceOnce("careful", "" + i, "careful-" + i);
                    acknowledged.add("" + i);
                  }
                } catch (StoreUnavailableException killed) {
                  // what was not acknowledged may be there or not
                }
              });
      Eventually.holds("some are there", () -> one.desk.stats("careful").depth() > 200);
      master.kill();
      producer.join();
    }
    Eventually.holds("the queue", FAILOVER, () -> one.desk.stats("careful").depth() > 0);
    List<String> taken = new ArrayList<>();
    for (List<String> some; !(some = one.take("careful", 100)).isEmpty(); ) {
      taken.addAll(some);
    }
    assertThat(taken).startsWith(acknowledged.toArray(String[]::new));
    master.start();
  }

  @Test
  void sentinels_noneAnswers_refusedInBoundedTimeAndNoSecretIsTold() {
    Map<String, String> keys = keys(0);
    keys.put("redis.sentinel.nodes", "127.0.0.1:1");
    try (RedisStore store = new RedisStore(StoreUser.settings(keys), Runnable::run)) {
      assertThat(store.isReachable()).isFalse();
      assertThat(store.setup().servers()).isEmpty();
      assertThatThrownBy(() -> store.call(redis -> redis.get("a")))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining(WatchedRedis.NAME)
          .hasMessageNotContaining(WatchedRedis.PASSWORD);
    }
  }
}
