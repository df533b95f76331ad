package selaras.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static selaras.acceptance.Calls.fresh;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import selaras.testing.Answer;
import selaras.testing.TestCluster;

class QuorumLossIT {
  private static final Duration BOUND = Duration.ofSeconds(6);

  private final TestCluster cluster = TestCluster.shared();
  private final Calls calls = new Calls(cluster.api());

  @Test
  void twoNodesDown_lockCommandsRefusedInTimeAndBackWithTheQuorum() {
    String resource = fresh("quorum");
    int last = cluster.leader();
    calls.lock(last, resource, "keeper").ok();
    TestCluster.othersThan(last).forEach(cluster::kill);

    // the first call may still find a leader in office, the second one finds none
    refused(calls.lock(last, resource, "other"));
    refused(calls.lock(last, fresh("quorum"), "other"));
    cluster.api().get(last, "/status").ok();
    assertThat(cluster.api().get(last, "/health/live").status()).isEqualTo(200);

    cluster.up();
    calls.lock(last, resource, "other").problem(409);
    calls.lock(last, fresh("quorum"), "other").ok();
  }

  private static void refused(Answer answer) {
    answer.problem(503);
    assertThat(answer.json()).containsKey("may_have_been_applied");
    assertThat(answer.took()).isLessThan(BOUND);
  }
}
