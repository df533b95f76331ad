package selaras.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static selaras.acceptance.Calls.fresh;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import selaras.testing.Answer;
import selaras.testing.Pause;
import selaras.testing.TestCluster;

/**
 * Redis with {@code appendfsync everysec} is killed while messages come in: those that were
 * acknowledged two seconds before are there when it is back.
 *
 * <p>Redis syncs its file each second, so that it loses one; while a sync takes long it answers
 * without having written, for up to two seconds ({@code flushAppendOnlyFile} in its aof.c). The
 * death of the process alone costs just what was not written: the kernel has the rest, synced or
 * not. Since Redis writes before it answers otherwise, nothing at all is lost here as a rule, as
 * the printed figures show. What the death of the machine costs, this test cannot show.
 */
class EverySecondIT {
  private static final Duration MAY_BE_LOST = Duration.ofSeconds(2);

  private record Stored(String message, long askedAt, long answeredAt) {}

  private final TestCluster cluster = TestCluster.shared();
  private final String queue = fresh("every-second");
  private final Queue<Stored> stored = new ConcurrentLinkedQueue<>();

  @Test
  void redisKilled_whatWasAcknowledgedTwoSecondsBefore_arrives() {
    cluster.restartRedis("--appendfsync everysec");
    try {
      run();
    } finally {
      cluster.restartRedis("");
    }
  }

  private void run() {
    long killedAt;
    long backAt;
    try (Load producers = new Load()) {
      TestCluster.NODES.forEach(node -> producers.start("producer-" + node, producer(node)));
      producers.awaitSteps(20);
      Pause.of(MAY_BE_LOST.plusSeconds(1));
      killedAt = System.nanoTime(); // a bit before, so that the test demands a bit less
      cluster.killRedis();
      cluster.startRedis();
      backAt = System.nanoTime();
      producers.awaitSteps(20);
    }
    check(killedAt - MAY_BE_LOST.toNanos(), backAt, arrived());
  }

  private Runnable producer(int node) {
    PersistentClient client = new PersistentClient(cluster.api(Duration.ofSeconds(3)), node);
    return () -> {
      String message = fresh("m");
      long askedAt = System.nanoTime();
      client
          .post(
              "/queue/produce/" + queue,
              "{\"message\":\"%s\",\"request_id\":\"%s\"}".formatted(message, fresh("p")))
          .ok();
      stored.add(new Stored(message, askedAt, System.nanoTime()));
    };
  }

  private Set<String> arrived() {
    PersistentClient client = new PersistentClient(cluster.api(), 1);
    Set<String> all = new HashSet<>();
    List<JsonObject> batch;
    do {
      Answer answer =
          client
              .get("/queue/consume/%s?max=100&ack=auto&request_id=%s".formatted(queue, fresh("c")))
              .ok();
      batch = answer.json().getJsonArray("messages").getValuesAs(JsonObject.class);
      batch.forEach(one -> all.add(one.getString("message")));
    } while (!batch.isEmpty());
    return all;
  }

  /**
   * Nothing is missing but what was acknowledged after {@code safeUntil} by the Redis that died.
   */
  private void check(long safeUntil, long backAt, Set<String> arrived) {
    List<Stored> missing = stored.stream().filter(it -> !arrived.contains(it.message)).toList();
    List<Stored> before = stored.stream().filter(it -> it.answeredAt - safeUntil < 0).toList();
    List<Stored> after = stored.stream().filter(it -> it.askedAt - backAt > 0).toList();
    System.out.printf(
        "everysec: %d stored, %d of them %d s before the kill, %d after; %d lost%n",
        stored.size(), before.size(), MAY_BE_LOST.toSeconds(), after.size(), missing.size());
    assertThat(before).hasSizeGreaterThan(20);
    assertThat(after).hasSizeGreaterThan(20);
    assertThat(missing).doesNotContainAnyElementsOf(before).doesNotContainAnyElementsOf(after);
  }
}
