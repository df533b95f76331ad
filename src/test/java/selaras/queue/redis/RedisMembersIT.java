package selaras.queue.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import selaras.cluster.NodeId;
import selaras.store.redis.RedisSettings;
import selaras.store.redis.RedisStore;
import selaras.testing.RealRedis;

class RedisMembersIT {
  private static final NodeId ONE = new NodeId("node-1");
  private static final NodeId TWO = new NodeId("node-2");

  private static RealRedis redis;
  private static RedisStore store;

  @BeforeAll
  static void start() {
    redis = RealRedis.inMemory();
    store =
        new RedisStore(new RedisSettings(redis.uri(), Duration.ofMillis(500), 2), Runnable::run);
  }

  @AfterAll
  static void stop() {
    store.close();
    redis.close();
  }

  @Test
  void leave_othersKnowAtTheirNextAnnouncementAndItComesBackNoMore() {
    RedisMembers one = new RedisMembers(ONE, store, Duration.ofMinutes(1));
    RedisMembers two = new RedisMembers(TWO, store, Duration.ofMinutes(1));
    two.announce();
    one.announce();
    assertThat(one.get()).containsExactlyInAnyOrder(ONE, TWO);

    two.leave();
    two.announce();
    one.announce();

    assertThat(one.get()).containsExactly(ONE);
  }
}
