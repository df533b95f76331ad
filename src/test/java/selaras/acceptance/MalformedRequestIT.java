package selaras.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static selaras.acceptance.Calls.fresh;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import selaras.testing.Answer;
import selaras.testing.TestCluster;

class MalformedRequestIT {
  private static final String JSON = "application/json";
  private static final String HUGE_NAME = "n".repeat(257);

  private final TestCluster cluster = TestCluster.shared();

  static Stream<String> posts() {
    return Stream.of("/lock", "/unlock", "/lock/renew", "/queue/produce/orders", "/cache");
  }

  /** The wrong values of a fence, by the member that the refusal names. */
  static Stream<Arguments> wrongFences() {
    return Stream.of(
        Arguments.of("17", "fence"),
        Arguments.of("[]", "fence"),
        Arguments.of("{}", "fence.resource_id"),
        Arguments.of("{\"fencing_token\":17}", "fence.resource_id"),
        Arguments.of("{\"resource_id\":7,\"fencing_token\":17}", "fence.resource_id"),
        Arguments.of("{\"resource_id\":\"\",\"fencing_token\":17}", "fence.resource_id"),
        Arguments.of("{\"resource_id\":\"r\"}", "fence.fencing_token"),
        Arguments.of("{\"resource_id\":\"r\",\"fencing_token\":\"17\"}", "fence.fencing_token"),
        Arguments.of("{\"resource_id\":\"r\",\"fencing_token\":1.5}", "fence.fencing_token"),
        Arguments.of("{\"resource_id\":\"r\",\"fencing_token\":0}", "fence.fencing_token"),
        Arguments.of("{\"resource_id\":\"r\",\"fencing_token\":-1}", "fence.fencing_token"),
        Arguments.of(
            "{\"resource_id\":\"r\",\"fencing_token\":9223372036854775808}",
            "fence.fencing_token"));
  }

  static Stream<Arguments> wrongMembers() {
    return Stream.of(
        Arguments.of("/lock", "{\"holder_id\":\"c\"}", "resource_id"),
        Arguments.of("/lock", "{\"resource_id\":\"r\"}", "holder_id"),
        Arguments.of("/lock", "{\"resource_id\":7,\"holder_id\":\"c\"}", "resource_id"),
        Arguments.of("/lock", "{\"resource_id\":\"\",\"holder_id\":\"c\"}", "resource_id"),
        Arguments.of(
            "/lock", "{\"resource_id\":\"" + HUGE_NAME + "\",\"holder_id\":\"c\"}", "resource_id"),
        Arguments.of(
            "/lock",
            "{\"resource_id\":\"r\",\"holder_id\":\"c\",\"lock_type\":\"both\"}",
            "lock_type"),
        Arguments.of(
            "/lock", "{\"resource_id\":\"r\",\"holder_id\":\"c\",\"ttl_ms\":\"1\"}", "ttl_ms"),
        Arguments.of("/lock", "{\"resource_id\":\"r\",\"holder_id\":\"c\",\"ttl_ms\":0}", "ttl_ms"),
        Arguments.of(
            "/lock", "{\"resource_id\":\"r\",\"holder_id\":\"c\",\"ttl_ms\":1e99}", "ttl_ms"),
        Arguments.of(
            "/lock", "{\"resource_id\":\"r\",\"holder_id\":\"c\",\"wait_ms\":-1}", "wait_ms"),
        Arguments.of("/unlock", "{\"lock_id\":[]}", "lock_id"),
        Arguments.of("/unlock", "{\"resource_id\":\"r\"}", "holder_id"),
        Arguments.of("/lock/renew", "{}", "lock_id"),
        Arguments.of("/queue/produce/orders", "{}", "message"),
        Arguments.of("/queue/produce/orders", "{\"message\":1,\"key\":7}", "key"),
        Arguments.of("/queue/produce/orders", "{\"message\":1,\"delay_ms\":-1}", "delay_ms"),
        Arguments.of("/queue/produce/orders", "{\"messages\":[{}]}", "messages[0].message"),
        Arguments.of("/queue/ack/orders", "{\"receipts\":[]}", "receipts"),
        Arguments.of("/queue/nack/orders", "{\"receipt\":\"r\",\"dead\":1}", "dead"),
        Arguments.of("/queue/redrive/orders", "{\"message_id\":\"r\"}", "message_id"),
        Arguments.of("/queue/purge/orders", "{\"what\":\"some\"}", "what"),
        Arguments.of("/cache", "{\"value\":1}", "key"),
        Arguments.of("/cache", "{\"key\":\"k\"}", "value"),
        Arguments.of("/cache", "{\"key\":{},\"value\":1}", "key"));
  }

  @ParameterizedTest
  @MethodSource("posts")
  void post_notAJsonObject_refused(String path) {
    for (String body : new String[] {"", "{", "{\"a\":}", "[1]", "null", "\"text\"", "\u0000"}) {
      cluster.api().post(1, path, body).problem(400);
    }
    healthy();
  }

  @ParameterizedTest
  @MethodSource("posts")
  void post_deeplyNested_refused(String path) {
    for (String level : new String[] {"[", "{\"a\":", "{\"a\":[{},"}) {
      cluster.api().post(1, path, "{\"value\":" + level.repeat(900)).problem(400);
      cluster.api().post(1, path, level.repeat(100_000)).problem(400);
    }
    healthy();
  }

  @ParameterizedTest
  @MethodSource("posts")
  void post_otherMediaType_refused(String path) {
    cluster.api().send("POST", 1, path, "text/plain", "{}").problem(415);
    healthy();
  }

  @ParameterizedTest
  @MethodSource("posts")
  void post_hugeBody_refused(String path) {
    String padding = "x".repeat(2_000_000);
    cluster.api().post(1, path, "{\"padding\":\"" + padding + "\"}").problem(413);
    healthy();
  }

  @ParameterizedTest
  @MethodSource("posts")
  void otherMethod_refused(String path) {
    cluster.api().send("PATCH", 1, path, JSON, "{}").problem(405);
  }

  @ParameterizedTest
  @MethodSource("wrongMembers")
  void post_wrongMember_refusedNamingIt(String path, String body, String member) {
    Answer refused = cluster.api().post(2, path, body).problem(400);

    assertThat(refused.string("member")).isEqualTo(member);
  }

  @ParameterizedTest
  @MethodSource("wrongFences")
  void post_wrongFence_refusedNamingTheMember(String fence, String member) {
    String put = "{\"key\":\"k\",\"value\":1,\"fence\":%s}".formatted(fence);
    String produce = "{\"message\":1,\"fence\":%s}".formatted(fence);

    assertThat(cluster.api().post(1, "/cache", put).problem(400).string("member"))
        .isEqualTo(member);
    assertThat(
            cluster.api().post(1, "/queue/produce/orders", produce).problem(400).string("member"))
        .isEqualTo(member);
  }

  @Test
  void post_hugeValue_refused() {
    String value = "\"" + "x".repeat(262_144) + "\"";
    cluster.api().post(1, "/cache", "{\"key\":\"k\",\"value\":" + value + "}").problem(413);
    cluster.api().post(1, "/queue/produce/orders", "{\"message\":" + value + "}").problem(413);
    healthy();
  }

  @Test
  void get_unknownPathOrHugeName_refused() {
    for (String path : new String[] {"/nothing", "/queue", "/cache/a/b"}) {
      assertThat(cluster.api().get(1, path).status()).as(path).isBetween(400, 405);
      assertThat(cluster.api().get(1, path).contentType()).contains("problem+json");
    }
    cluster.api().get(1, "/cache/" + HUGE_NAME).problem(400);
    cluster.api().get(1, "/queue/consume/" + HUGE_NAME).problem(400);
    cluster.api().get(1, "/lock/" + HUGE_NAME).problem(400);
    healthy();
  }

  private void healthy() {
    assertThat(cluster.api().get(1, "/health/ready").status()).isEqualTo(200);
    new Calls(cluster.api()).lock(1, fresh("healthy"), "client").ok();
  }
}
