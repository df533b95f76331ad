package selaras.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static selaras.acceptance.Calls.fresh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import selaras.testing.Answer;
import selaras.testing.Api;
import selaras.testing.TestCluster;

/** The cluster begins anew with a backup, after everything was lost. */
class RestoreIT {
  private static final long LONG_LEASE_MILLIS = 1_800_000;

  private final TestCluster cluster = TestCluster.shared();
  private final Api api = cluster.api();
  private final Calls calls = new Calls(api);
  private final String name = fresh("restored");

  @TempDir private Path dir;

  @Test
  void restore_afterALoss_isAsTheBackupAndGivesNoTokenTwice() throws Exception {
    Answer kept = lock(1, "-kept");
    Answer session =
        api.post(2, "/session", "{\"holder_id\":\"s\",\"ttl_ms\":" + LONG_LEASE_MILLIS + "}").ok();
    Path backup = dir.resolve("backup");
    cluster.backup(backup);
    Answer later = lock(3, "-later");
    put(1, later).ok();
    cluster.killAll();

    refusesWhatIsNotWhole(backup);
    cluster.restore(backup);

    for (int node : TestCluster.NODES) {
      Answer shown = api.get(node, "/lock/" + name + "-kept").ok();
      assertThat(shown.text()).contains("\"fencing_token\":" + kept.number("fencing_token"));
      assertThat(api.get(node, "/lock/" + name + "-later").ok().text()).contains("\"holders\":[]");
      api.get(node, "/session/" + session.string("session_id")).ok();
    }
    api.post(2, "/lock/renew", "{\"lock_id\":\"" + later.string("lock_id") + "\"}").problem(409);
    Answer next = lock(2, "-later");
    assertThat(next.number("fencing_token")).isGreaterThan(later.number("fencing_token"));
    put(2, next).ok();
    assertThat(put(3, later).problem(409).string("title")).isEqualTo("stale fencing token");
    calls.unlock(3, kept.string("lock_id")).ok();
  }

  private void refusesWhatIsNotWhole(Path backup) throws IOException {
    byte[] whole = Files.readAllBytes(backup);
    Path part = Files.write(dir.resolve("part"), Arrays.copyOf(whole, whole.length - 1));
    Path other = Files.writeString(dir.resolve("other"), "not a backup");

    assertThatThrownBy(() -> cluster.restore(part)).hasMessageContaining("not whole, or damaged");
    assertThatThrownBy(() -> cluster.restore(other)).hasMessageContaining("is not a backup");
  }

  private Answer lock(int node, String suffix) {
    return calls.lock(node, name + suffix, "keeper", "exclusive", LONG_LEASE_MILLIS).ok();
  }

  /** Writes under the fence of a lock. */
  private Answer put(int node, Answer lock) {
    return api.post(
        node,
        "/cache",
        """
        {"key":"%s","value":1,"fence":{"resource_id":"%s","fencing_token":%d}}"""
            .formatted(name, lock.string("resource_id"), lock.number("fencing_token")));
  }
}
