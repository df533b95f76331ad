package selaras.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import jakarta.json.Json;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import selaras.testing.TestCluster;

/**
 * The adapter refuses the names of queues that a real node refuses, and no others but {@code .} and
 * {@code ..}, which Payara answers with nothing now and then.
 */
class QueueNameIT {
  private static URI node;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @BeforeAll
  static void start() {
    node = URI.create("http://127.0.0.1:" + TestCluster.shared().httpPort(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "orders",
        "a/b",
        "/a",
        "a//b/",
        "/",
        "../a",
        "a/..",
        "...",
        "....",
        "a...",
        ".../a",
        "a/...",
        "/....",
        "a\\b",
        "\\",
        "a\tb",
        "a\u007Fb",
        "a\u0085b",
        "a b",
        "a;b=c",
        "a?b#c&d",
        "%",
        "a%2Fb",
        "a+b",
        "a\"<>[]{}|^`~*'b",
        "\u00E9\u2028\uD83D\uDE00"
      })
  void validate_name_refusedIfANodeRefusesIt(String name) throws IOException, InterruptedException {
    QueueActivationSpec spec = new QueueActivationSpec();
    spec.setNodes(node.toString());
    spec.setQueue(name);

    HttpResponse<String> answer =
        http.send(Call.get("consume", name, "max=1").at(node).build(), BodyHandlers.ofString());

    if (catchThrowable(spec::validate) == null) {
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      try (var json = Json.createReader(new StringReader(answer.body()))) {
        assertThat(json.readObject().getString("queue")).isEqualTo(name);
      }
    } else {
      assertThat(answer.statusCode()).isEqualTo(400);
    }
  }
}
