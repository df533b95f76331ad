package selaras.queue.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import selaras.queue.Produce;
import selaras.queue.ProduceOutcome;
import selaras.queue.ProduceOutcome.Produced;
import selaras.queue.ProduceOutcome.StaleFence;
import selaras.store.Fence;
import selaras.testing.RealRedis;

class FencedQueueIT {
  private static final Fence OLD = new Fence("file1", 17);
  private static final Fence NEW = new Fence("file1", 18);

  private RealRedis redis;
  private RedisQueues queues;

  @BeforeEach
  void start() {
    redis = RealRedis.inMemory();
    queues = new RedisQueues(redis.uri());
  }

  @AfterEach
  void stop() {
    queues.close();
    redis.close();
  }

  private ProduceOutcome produce(String queue, String body, Fence fence) {
    return queues.produce(queue, Produce.one(body, Optional.empty(), Optional.of(fence)));
  }

  @Test
  void produce_sameOrNewerToken_stored() {
    assertThat(produce("orders", "1", OLD)).isInstanceOf(Produced.class);
    assertThat(produce("orders", "2", OLD)).isInstanceOf(Produced.class);
    assertThat(produce("orders", "3", NEW)).isInstanceOf(Produced.class);
    assertThat(queues.takeBodies("orders")).containsExactly("1", "2", "3");
  }

  @Test
  void produce_staleToken_refusedByEveryQueueAndNothingStored() {
    produce("orders", "1", NEW);
    assertThat(produce("orders", "2", OLD)).isEqualTo(new StaleFence(OLD, 18));
    assertThat(produce("bills", "3", OLD)).isEqualTo(new StaleFence(OLD, 18));
    assertThat(queues.desk.stats("orders").produced()).isEqualTo(1);
    assertThat(queues.catalog.names("", 10)).containsExactly("orders");
    // and what comes next is as if it had never been sent
    assertThat(produce("bills", "4", NEW)).isInstanceOf(Produced.class);
    assertThat(queues.takeBodies("bills")).containsExactly("4");
  }

  @Test
  void produce_requestSentAgainAfterANewerToken_firstAnswerStoredOnce() {
    var command = Produce.one("1", Optional.of("r"), Optional.of(OLD));
    ProduceOutcome first = queues.produce("orders", command);
    produce("orders", "2", NEW);

    assertThat(first).isInstanceOf(Produced.class);
    assertThat(queues.produce("orders", command)).isEqualTo(first);
    try (RedisQueues elsewhere = new RedisQueues(redis.uri())) {
      assertThat(elsewhere.produce("orders", command)).isEqualTo(first);
    }
    assertThat(queues.takeBodies("orders")).containsExactly("1", "2");
  }

  @Test
  void produce_fenceOnOneQueueTooMany_refusedAsThat() {
    int max = RedisQueues.LIMITS.queuesMax();
    for (int i = 0; i < max; i++) {
      produce("orders-" + i, "1", NEW);
    }
    assertThat(produce("orders-more", "1", NEW)).isEqualTo(new ProduceOutcome.TooManyQueues(max));
    assertThat(queues.desk.stats("orders-more").produced()).isZero();
  }
}
