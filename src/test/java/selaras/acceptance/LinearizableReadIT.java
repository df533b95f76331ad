package selaras.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static selaras.acceptance.Calls.fresh;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import selaras.testing.Answer;
import selaras.testing.Api;
import selaras.testing.Eventually;
import selaras.testing.TestCluster;

/** A look misses nothing that was done before it began, whoever is asked. */
class LinearizableReadIT {
  private static final int ROUNDS = 3;
  private static final int LOOKS = 20;

  /** For the looks to reach the port of the stopped node. */
  private static final Duration ON_THE_WAY = Duration.ofMillis(500);

  private final TestCluster cluster = TestCluster.shared();
  private final Api api = cluster.api(Duration.ofSeconds(30));
  private final Calls calls = new Calls(api);

  /**
   * The leader confirmed the same commit index before it was stopped: it has to ask again, and who
   * asks it while it does not know yet that it was deposed gets no answer from its past.
   */
  @Test
  void look_atALeaderStoppedAndDeposedMeanwhile_showsNothingOld() {
    for (int round = 0; round < ROUNDS; round++) {
      int old = cluster.leader();
      int other = TestCluster.othersThan(old).get(0);
      String resource = fresh("looked-at");
      String first = calls.lock(other, resource, "first").ok().string("lock_id");
      api.get(old, "/lock/" + resource).ok();

      cluster.pause(old);
      cluster.leader(TestCluster.othersThan(old).toArray(Integer[]::new));
      insist(other, "/unlock", "{\"lock_id\":\"%s\",\"request_id\":\"%s\"}", first);
      insist(
          other,
          "/lock",
          "{\"resource_id\":\"%s\",\"holder_id\":\"second\",\"request_id\":\"%s\"}",
          resource);
      List<CompletableFuture<Answer>> looks =
          Stream.generate(
                  () -> CompletableFuture.supplyAsync(() -> api.get(old, "/lock/" + resource)))
              .limit(LOOKS)
              .toList();
      LockSupport.parkNanos(ON_THE_WAY.toNanos());
      cluster.resume(old);

      looks.forEach(look -> showsNothingOld(look.join()));
    }
  }

  /** Sends a command to one node, under the same request id, until its outcome is known. */
  private void insist(int node, String path, String json, String about) {
    String body = json.formatted(about, fresh("request"));
    Eventually.found(
            "an outcome",
            Duration.ofSeconds(30),
            () -> Optional.of(api.post(node, path, body)).filter(it -> it.status() != 503))
        .ok();
  }

  private static void showsNothingOld(Answer look) {
    if (look.status() != 503) {
      var holder = look.ok().json().getJsonArray("holders").getJsonObject(0);
      assertThat(holder.getString("holder_id")).as(look.text()).isEqualTo("second");
    }
  }
}
