package selaras.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import selaras.testing.TestCluster;

class DeploymentIT {
  /** What Payara says when it has closed the libraries of the application. */
  private static final String DEPLOYED = "Loading application [selaras]";

  private final TestCluster cluster = TestCluster.shared();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void node_startsItsThreadsOnlyWhenItIsDeployed(int node) {
    List<String> log = cluster.log(node);
    assertThat(first(log, "node-" + node + " is up")).isGreaterThan(first(log, DEPLOYED));
  }

  private static int first(List<String> log, String words) {
    return IntStream.range(0, log.size())
        .filter(line -> log.get(line).contains(words))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no line with " + words));
  }
}
