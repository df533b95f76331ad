package selaras.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static selaras.acceptance.Calls.fresh;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import selaras.testing.Answer;
import selaras.testing.Api;
import selaras.testing.Eventually;
import selaras.testing.RealPrometheus;
import selaras.testing.TestCluster;

/**
 * Every query of the dashboard gives a number, and every figure that an alert looks at is there,
 * when a real Prometheus scrapes real nodes that have something to do. Skipped without Prometheus.
 */
final class DashboardIT {
  private static final Path DASHBOARD = Path.of("docker", "grafana", "dashboards", "selaras.json");
  private static final Path ALERTS = Path.of("docker", "prometheus", "alerts.yml");
  private static final Pattern FIGURE = Pattern.compile("\\bselaras_[a-z0-9_]+\\b|\\bup\\b");
  private static final Duration BOUND = Duration.ofSeconds(60);

  @Test
  void queriesOfDashboardAndAlerts_underLoad_haveAnswers() throws IOException {
    assumeTrue(RealPrometheus.isInstalled(), "prometheus is not on the PATH");
    TestCluster cluster = TestCluster.shared();
    Set<String> open = new TreeSet<>(dashboardQueries());
    open.addAll(figuresOfAlerts());
    assertThat(open).hasSizeGreaterThan(70);
    List<Integer> ports = TestCluster.NODES.stream().map(cluster::httpPort).toList();
    try (RealPrometheus prometheus = new RealPrometheus(ports);
        Load load = new Load()) {
      for (int node : TestCluster.NODES) {
        load.start("all-" + node, () -> everything(cluster.api(), node));
      }
      prometheus.awaitTargets(ports.size());
      Eventually.holds(
          "every query has an answer, also: " + open,
          BOUND,
          () -> {
            open.removeIf(prometheus::answers);
            return open.isEmpty();
          });
      assertThat(prometheus.ruleErrors()).isEmpty();
      load.check();
    }
  }

  private static List<String> dashboardQueries() throws IOException {
    try (var reader = Json.createReader(Files.newBufferedReader(DASHBOARD))) {
      return reader.readObject().getJsonArray("panels").getValuesAs(JsonObject.class).stream()
          .filter(panel -> panel.containsKey("targets"))
          .flatMap(panel -> panel.getJsonArray("targets").getValuesAs(JsonObject.class).stream())
          .map(target -> target.getString("expr"))
          .map(expr -> expr.replace("$node", ".*").replace("$__rate_interval", "10s"))
          .toList();
    }
  }

  /** An alert of a sound cluster has no answer, so its figures are asked for one by one. */
  private static Set<String> figuresOfAlerts() throws IOException {
    try (Stream<String> lines = Files.lines(ALERTS)) {
      return lines
          .filter(line -> !line.contains("{{"))
          .flatMap(line -> FIGURE.matcher(line).results().map(MatchResult::group))
          .collect(Collectors.toSet());
    }
  }

  /** One call of each kind; the answers are for other tests to check. */
  private static void everything(Api api, int node) {
    String name = fresh("seen");
    Answer lock = post(api, node, "/lock", "{'resource_id':'%s','holder_id':'c'}", name);
    if (lock.status() == 200) {
      post(api, node, "/unlock", "{'lock_id':'%s'}", lock.string("lock_id"));
    }
    String queue = "seen-" + node;
    post(api, node, "/queue/produce/" + queue, "{'message':1}");
    api.get(node, "/queue/consume/" + queue + "?ack=auto");
    post(api, node, "/cache", "{'key':'seen-%d','value':1}", node % 3);
    for (int key = 0; key < 3; key++) {
      api.get(node, "/cache/seen-" + key);
    }
  }

  private static Answer post(Api api, int node, String path, String json, Object... values) {
    return api.post(node, path, json.formatted(values).replace('\'', '"'));
  }
}
