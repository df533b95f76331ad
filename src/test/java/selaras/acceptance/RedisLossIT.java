package selaras.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static selaras.acceptance.Calls.fresh;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import selaras.testing.Answer;
import selaras.testing.Eventually;
import selaras.testing.TestCluster;

class RedisLossIT {
  private static final Duration BOUND = Duration.ofSeconds(1);

  private final TestCluster cluster = TestCluster.shared();
  private final Calls calls = new Calls(cluster.api());
  private final String name = fresh("redis-loss");

  @Test
  void redisKilled_locksGoOnTheRestAnswers503AndComesBackByItself() {
    calls.produce(1, name, "kept").ok();
    calls.put(1, name, "kept").ok();
    cluster.killRedis();

    for (int node : TestCluster.NODES) {
      String id = calls.lock(node, name, "client").ok().string("lock_id");
      calls.unlock(node, id).ok();
      refused(calls.produce(node, name, "lost"));
      refused(calls.consume(node, name));
      refused(calls.put(node, name, "lost"));
      refused(calls.read(node, fresh("absent")));
      assertThat(cluster.api().get(node, "/health/ready").status()).isEqualTo(503);
    }

    cluster.startRedis();
    for (int node : TestCluster.NODES) {
      Eventually.holds(
          "node " + node + " is ready again",
          Duration.ofSeconds(15),
          () -> cluster.api().get(node, "/health/ready").status() == 200);
    }
    assertThat(calls.consume(2, name).ok().string("message")).isEqualTo("kept");
    assertThat(calls.read(3, name).ok().string("value")).isEqualTo("kept");
    calls.put(1, name, "new").ok();
  }

  private static void refused(Answer answer) {
    answer.problem(503);
    assertThat(answer.retryAfter()).isPresent();
    assertThat(answer.took()).isLessThan(BOUND);
  }
}
