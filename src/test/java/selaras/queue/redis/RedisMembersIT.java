package selaras.queue.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import selaras.cluster.NodeId;
import selaras.testing.RealRedis;

class RedisMembersIT {
  private static final NodeId ONE = new NodeId("node-1");
  private static final NodeId TWO = new NodeId("node-2");

  @Test
  void leave_othersKnowAtTheirNextAnnouncementAndItComesBackNoMore() {
    try (RealRedis redis = RealRedis.inMemory();
        RedisQueues queues = new RedisQueues(redis.uri())) {
      RedisMembers one = new RedisMembers(ONE, queues.store, Duration.ofMinutes(1));
      RedisMembers two = new RedisMembers(TWO, queues.store, Duration.ofMinutes(1));
      two.announce();
      one.announce();
      assertThat(one.get()).containsExactlyInAnyOrder(ONE, TWO);

      two.leave();
      two.announce();
      one.announce();

      assertThat(one.get()).containsExactly(ONE);
    }
  }
}
