package selaras.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class HealthAnswerTest {
  private static final String READY =
      """
      {"status":"UP","checks":[
        {"name":"raft","status":"UP","data":{"leader":"node-2","role":"follower","term":"3",
          "commit_index":"40","applied_index":"38"}},
        {"name":"raft-server","status":"UP","data":{}},
        {"name":"redis","status":"UP","data":{"form":"standalone"}}]}
      """;

  @Test
  void readyNode_isReadWhole() {
    NodeHealth node = HealthAnswer.read("node-1", "http://one", READY).orElseThrow();
    assertThat(node)
        .isEqualTo(
            new NodeHealth(
                "node-1",
                "http://one",
                "ready",
                List.of(),
                "follower",
                3L,
                "node-2",
                40L,
                38L,
                null,
                0L));
  }

  /** Numbers may be numbers, too. */
  @Test
  void numbers_areReadAsTextAndAsNumber() {
    String plain = READY.replace("\"3\"", "3");
    assertThat(HealthAnswer.read("n", "u", plain).orElseThrow().term()).isEqualTo(3);
  }

  @Test
  void failingChecks_areNamed() {
    String down =
        """
        {"status":"DOWN","checks":[
          {"name":"raft","status":"DOWN"},{"name":"redis","status":"DOWN","data":{}},
          {"name":"raft-server","status":"UP"}]}
        """;
    NodeHealth node = HealthAnswer.read("n", "u", down).orElseThrow();
    assertThat(node.state()).isEqualTo("not_ready");
    assertThat(node.failing()).containsExactly("raft", "redis");
    assertThat(node.role()).isNull();
  }

  @Test
  void anythingElse_isNoAnswer() {
    for (String text :
        List.of("", "[]", "{}", "<html>", "{\"status\":\"UP\"}", READY.replace("40", "x"))) {
      assertThat(HealthAnswer.read("n", "u", text)).as(text).isEmpty();
    }
  }

  @Test
  void lag_isThatBehindTheFarthest_andUnknownOfTheSilent() {
    List<NodeHealth> nodes =
        NodeHealth.compared(
            List.of(
                HealthAnswer.read("node-1", "u", READY).orElseThrow(),
                HealthAnswer.read("node-2", "u", READY.replace("38", "40")).orElseThrow(),
                NodeHealth.silent("node-3", "u", 5L)));
    assertThat(nodes).extracting(NodeHealth::lag).containsExactly(2L, 0L, null);
  }
}
