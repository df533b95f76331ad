package selaras.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import selaras.testing.Answer;
import selaras.testing.Api;
import selaras.testing.SingleNode;

/** Status, health, and what the container adds: metrics, OpenAPI, unknown paths. */
@ExtendWith(ArquillianExtension.class)
class StatusResourceIT {
  private final Api api = SingleNode.api();

  @Deployment(testable = false)
  static WebArchive war() {
    return SingleNode.war();
  }

  @Test
  void status_ofAClusterOfOne_leadsItself() {
    Answer status = api.get(1, "/status").ok();

    assertThat(status.string("node_id")).isEqualTo("node-1");
    assertThat(status.string("role")).isEqualTo("leader");
    assertThat(status.string("leader")).isEqualTo("node-1");
    assertThat(status.json().getJsonArray("peers")).isEmpty();
    assertThat(status.number("term")).isPositive();
    assertThat(status.number("uptime_ms")).isPositive();
    assertThat(status.string("version")).matches("\\d+\\.\\d+\\.\\d+.*");
    assertThat(status.json().getJsonObject("redis").getBoolean("reachable")).isTrue();
    assertThat(status.json().getJsonObject("redis").getString("form")).isEqualTo("standalone");
    assertThat(status.json().getJsonObject("cache").getInt("capacity")).isEqualTo(100);
  }

  @Test
  void status_afterACommand_indexesGrow() {
    Answer before = api.get(1, "/status").ok();
    api.post(1, "/lock", "{\"resource_id\":\"grow\",\"holder_id\":\"c\"}").ok();
    Answer after = api.get(1, "/status").ok();

    assertThat(after.number("commit_index")).isGreaterThan(before.number("commit_index"));
    assertThat(after.number("applied_index")).isLessThanOrEqualTo(after.number("commit_index"));
  }

  @Test
  void ready_whenUp_checksRaftAndRedis() {
    Answer ready = api.get(1, "/health/ready").ok();

    assertThat(ready.string("status")).isEqualTo("UP");
    JsonObject raft = check(ready, "raft");
    assertThat(raft.getJsonObject("data").getString("role")).isEqualTo("leader");
    assertThat(raft.getJsonObject("data").getString("leader")).isEqualTo("node-1");
    assertThat(raft.getJsonObject("data")).containsKey("term");
    assertThat(check(ready, "redis").getString("status")).isEqualTo("UP");
  }

  @Test
  void live_whenUp_checksTheRaftServerOnly() {
    Answer live = api.get(1, "/health/live").ok();

    assertThat(check(live, "raft-server").getString("status")).isEqualTo("UP");
    assertThat(live.json().getJsonArray("checks")).hasSize(1);
    assertThat(api.get(1, "/health").ok().json().getJsonArray("checks")).hasSizeGreaterThan(2);
  }

  @Test
  void unknownPathOrMethod_problem() {
    api.get(1, "/no/such/path").problem(404);
    api.get(1, "/.container-problem").problem(404);
    api.send("DELETE", 1, "/status", "application/json", "").problem(405);
  }

  private static JsonObject check(Answer health, String name) {
    return health.json().getJsonArray("checks").getValuesAs(JsonObject.class).stream()
        .filter(check -> check.getString("name").equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no check " + name + " in " + health.text()));
  }
}
