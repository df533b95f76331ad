package selaras.queue.redis;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import selaras.queue.Ordering;
import selaras.testing.RealRedis;

/** Random verbs on Redis and on a naive model must give the same answers. */
class RedisQueueModelIT {
  private static final int ROUNDS = Integer.getInteger("selaras.queue.rounds", 24);
  private static final int VERBS = 250;

  @Test
  void verbs_randomSequence_sameAsModel() {
    long seed = Long.getLong("selaras.seed", System.nanoTime());
    try (RealRedis redis = RealRedis.inMemory();
        RedisQueues queues = new RedisQueues(redis.uri())) {
      for (int i = 0; i < ROUNDS; i++) {
        queues.forgetNames();
        Ordering ordering = i % 3 == 0 ? Ordering.FIFO : Ordering.KEY;
        ModelRound round =
            new ModelRound(queues, "round-" + i, ordering, new SplittableRandom(seed + i));
        for (int verb = 0; verb < VERBS; verb++) {
          round.step("seed " + seed + ", round " + i + ", verb " + verb);
        }
      }
    }
  }
}
