package selaras.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static selaras.acceptance.Calls.fresh;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import selaras.store.redis.RedisSettings;
import selaras.store.redis.RedisStore;
import selaras.testing.Answer;
import selaras.testing.Api;
import selaras.testing.Eventually;
import selaras.testing.TestCluster;

class LockMirrorIT {
  private static final Duration BOUND = Duration.ofSeconds(1);
  private static final int STEPS = 20;

  private final TestCluster cluster = TestCluster.shared();
  private final Api api = cluster.api();
  private final Calls calls = new Calls(api);
  private final RedisStore store =
      new RedisStore(
          new RedisSettings(cluster.redisUri(), Duration.ofMillis(500), 2), Runnable::run);
  private final ShownLocks shown = new ShownLocks(api, store);
  private final String file = fresh("file");

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void mirror_whenLoadIsOver_isWhatEveryNodeLists() {
    workOnLocks();
    calls.lock(1, file, "reader1", "shared", 120_000).ok();
    calls.lock(2, file, "reader2", "shared", 120_000).ok();
    api.post(3, "/semaphore/" + fresh("pool"), "{\"holder_id\":\"c\",\"permits\":3}").ok();
    CompletableFuture<Answer> writer = CompletableFuture.supplyAsync(this::waitForTheFile);

    Eventually.holds("the writer waits", () -> waiting() == 1);
    awaitEqual();
    unlock("reader1");
    unlock("reader2");
    writer.join().ok();
    awaitEqual();
    unlock("writer");
    awaitEqual();
    assertThat(shown.mirrored()).doesNotContainKey(file);
  }

  @Test
  void mirror_redisKilledAndStartedEmpty_isCompleteAgainAndNoLockCallWaited() {
    calls.lock(1, file, "keeper").ok();
    awaitEqual();
    cluster.killRedis();
    workOnLocks();
    for (int node : TestCluster.NODES) {
      Answer granted = calls.lock(node, fresh("meanwhile"), "client").ok();
      assertThat(granted.took()).isLessThan(BOUND);
    }
    cluster.startEmptyRedis();

    awaitEqual();
    assertThat(shown.mirrored()).containsKey(file);
  }

  @Test
  void mirror_leaderKilled_isKeptByTheNewOne() {
    calls.lock(1, file, "keeper").ok();
    awaitEqual();
    int old = cluster.leader();
    cluster.kill(old);
    int heir = leaderAfter(old);
    calls.lock(heir, fresh("file"), "client").ok();

    awaitWrittenBy(heir);
    awaitEqual(heir);
    cluster.start(old);
    workOnLocks();
    awaitEqual();
    assertThat(shown.mirrored()).containsKey(file);
  }

  @Test
  void mirror_leaderWakesUpDeposed_doesNotTouchThatOfItsSuccessor() {
    int old = cluster.leader();
    cluster.pause(old);
    int heir = leaderAfter(old);
    calls.lock(heir, file, "client").ok();
    awaitWrittenBy(heir);
    cluster.resume(old);

    workOnLocks();
    awaitWrittenBy(cluster.leader());
    awaitEqual();
  }

  private void workOnLocks() {
    LockLoad locks = new LockLoad(api);
    try (Load load = new Load()) {
      for (int i = 0; i < 6; i++) {
        load.start("locks-" + i, locks.client(i));
      }
      load.awaitSteps(STEPS);
    }
  }

  private int leaderAfter(int old) {
    return cluster.leader(TestCluster.othersThan(old).toArray(Integer[]::new));
  }

  private void awaitWrittenBy(int node) {
    Eventually.holds(
        "written by node " + node, () -> ("node-" + node).equals(shown.state().get("leader")));
  }

  private void awaitEqual() {
    TestCluster.NODES.forEach(this::awaitEqual);
  }

  /** Locks of other tests run out at any time, perhaps between the two looks. */
  private void awaitEqual(int node) {
    Eventually.holds(
        "the mirror is what node " + node + " lists",
        () -> shown.listed(node).equals(shown.mirrored()));
  }

  private int waiting() {
    JsonObject lock = shown.mirrored().get(file);
    return lock == null ? 0 : lock.getInt("waiting");
  }

  private Answer waitForTheFile() {
    return api.post(
        3,
        "/lock",
        "{\"resource_id\":\"%s\",\"holder_id\":\"writer\",\"wait_ms\":10000}".formatted(file));
  }

  private void unlock(String holder) {
    api.post(1, "/unlock", "{\"resource_id\":\"%s\",\"holder_id\":\"%s\"}".formatted(file, holder))
        .ok();
  }
}
