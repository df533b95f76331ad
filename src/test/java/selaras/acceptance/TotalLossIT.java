package selaras.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static selaras.acceptance.Calls.fresh;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import selaras.testing.Answer;
import selaras.testing.TestCluster;

class TotalLossIT {
  private static final long LONG_LEASE_MILLIS = 1_800_000;

  private final TestCluster cluster = TestCluster.shared();
  private final Calls calls = new Calls(cluster.api());

  @Test
  void allNodesKilledAtOnce_whatWasAcknowledgedIsThere() {
    List<Answer> locks = new ArrayList<>();
    String name = fresh("total");
    for (int i = 0; i < 20; i++) {
      int node = i % 3 + 1;
      locks.add(calls.lock(node, name + i, "keeper", "exclusive", LONG_LEASE_MILLIS).ok());
      calls.produce(node, name, "m" + i).ok();
      calls.put(node, name + i, "v" + i).ok();
    }
    cluster.killAll();
    cluster.up();

    for (int i = 0; i < locks.size(); i++) {
      stillHeld(locks.get(i));
      assertThat(calls.consume(2, name).ok().string("message")).isEqualTo("m" + i);
      assertThat(calls.read(3, name + i).ok().string("value")).isEqualTo("v" + i);
    }
  }

  /** Held by the same holder with the same token; and a token is never given twice. */
  private void stillHeld(Answer lock) {
    String resource = lock.string("resource_id");
    Answer refused = calls.lock(1, resource, "other").problem(409);
    var holder = refused.json().getJsonArray("holders").getJsonObject(0);
    long token = lock.number("fencing_token");
    assertThat(holder.getString("holder_id")).isEqualTo("keeper");
    assertThat(holder.getJsonNumber("fencing_token").longValueExact()).isEqualTo(token);

    calls.unlock(2, lock.string("lock_id")).ok();
    Answer next = calls.lock(3, resource, "other").ok();
    assertThat(next.number("fencing_token")).isGreaterThan(token);
  }
}
