package selaras.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static selaras.acceptance.Calls.fresh;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import selaras.testing.Answer;
import selaras.testing.Eventually;
import selaras.testing.TestCluster;

class LocksIT {
  private final TestCluster cluster = TestCluster.shared();
  private final Calls calls = new Calls(cluster.api());
  private final String file = fresh("file");

  @Test
  void acquire_freeLockOnEachNode_grantedAndReleasedOnAnother() {
    for (int node : TestCluster.NODES) {
      Answer granted = calls.lock(node, file, "client1").ok();

      assertThat(granted.flag("success")).isTrue();
      assertThat(granted.string("resource_id")).isEqualTo(file);
      assertThat(granted.string("holder_id")).isEqualTo("client1");
      assertThat(granted.string("lock_type")).isEqualTo("exclusive");
      assertThat(granted.number("expires_in_ms")).isBetween(1L, 120_000L);
      calls.unlock(node % 3 + 1, granted.string("lock_id")).ok();
    }
  }

  @Test
  void acquire_heldByAnother_refusedOnEveryNodeWithTheHolder() {
    calls.lock(1, file, "client1").ok();

    for (int node : TestCluster.NODES) {
      Answer refused = calls.lock(node, file, "client2").problem(409);
      assertThat(refused.string("title")).isEqualTo("locked by another holder");
      var holder = refused.json().getJsonArray("holders").getJsonObject(0);
      assertThat(holder.getString("holder_id")).isEqualTo("client1");
    }
  }

  @Test
  void acquire_exclusiveWhileShared_refusedUntilAllSharedAreReleased() {
    String first = calls.lock(1, file, "reader1", "shared", 120_000).ok().string("lock_id");
    String second = calls.lock(2, file, "reader2", "shared", 120_000).ok().string("lock_id");

    calls.lock(3, file, "writer").problem(409);
    calls.unlock(3, first).ok();
    calls.lock(3, file, "writer").problem(409);
    calls.unlock(3, second).ok();
    calls.lock(3, file, "writer").ok();
  }

  @Test
  void acquire_afterRelease_tokenGrows() {
    Answer first = calls.lock(1, file, "client1").ok();
    calls.unlock(1, first.string("lock_id")).ok();
    Answer second = calls.lock(2, file, "client2").ok();

    assertThat(second.number("fencing_token")).isGreaterThan(first.number("fencing_token"));
  }

  @Test
  void lease_notRenewed_endsByItselfAndNotEarly() {
    long began = System.nanoTime();
    calls.lock(1, file, "client1", "exclusive", 1_000).ok();

    Eventually.holds(
        "granted to the next",
        Duration.ofSeconds(10),
        () -> calls.lock(2, file, "client2").status() == 200);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(1_000));
  }

  @Test
  void unlock_byResourceAndHolder_released() {
    calls.lock(1, file, "client1").ok();

    String body = "{\"resource_id\":\"%s\",\"holder_id\":\"client1\"}".formatted(file);
    cluster.api().post(2, "/unlock", body).ok();
    Answer again = cluster.api().post(3, "/unlock", body).problem(409);
    assertThat(again.string("title")).isEqualTo("not held");
  }

  @Test
  void acquire_sameRequestIdOnAnotherNode_sameAnswerNoSecondEffect() {
    String body =
        "{\"resource_id\":\"%s\",\"holder_id\":\"c\",\"request_id\":\"%s\"}"
            .formatted(file, fresh("request"));
    Answer first = cluster.api().post(1, "/lock", body).ok();
    Answer again = cluster.api().post(2, "/lock", body).ok();

    assertThat(again.string("lock_id")).isEqualTo(first.string("lock_id"));
    assertThat(again.number("fencing_token")).isEqualTo(first.number("fencing_token"));
  }

  @Test
  void manyCalls_noLineInTheLogForEach() {
    int calls = 50;
    long before = cluster.logLines();

    for (int i = 0; i < calls; i++) {
      Answer granted = this.calls.lock(i % 3 + 1, file, "client1").ok();
      this.calls.unlock((i + 1) % 3 + 1, granted.string("lock_id")).ok();
    }

    assertThat(cluster.logLines() - before).isLessThan(calls);
  }
}
