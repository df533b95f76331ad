package selaras.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import selaras.testing.Api;
import selaras.testing.Eventually;
import selaras.testing.Following;
import selaras.testing.Following.Message;
import selaras.testing.SingleNode;

/** What those hear who follow the status of a node. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
final class StatusEventsIT {
  private static final String PATH = "/status/events";

  private final Api api = SingleNode.api();

  @Deployment(testable = false)
  static WebArchive war() {
    return SingleNode.war();
  }

  @Test
  void snapshot_hasTheNodesAndWhatThisOneDid() {
    api.post(1, "/lock", "{\"resource_id\":\"looked-at\",\"holder_id\":\"c\"}").ok();
    api.post(1, "/queue/produce/looked-at", "{\"message\":1}").ok();
    try (Following watcher = follow()) {
      JsonObject before = watcher.await(1).get(0).json();
      api.get(1, "/lock/looked-at").ok();
      api.get(1, "/no/such/path").problem(404);
      int heard = watcher.heard().size();
      JsonObject after = watcher.await(heard + 2).get(heard + 1).json();

      JsonObject node = after.getJsonArray("nodes").getJsonObject(0);
      assertThat(node.getString("node_id")).isEqualTo("node-1");
      assertThat(node.getString("state")).isEqualTo("ready");
      assertThat(node.getString("role")).isEqualTo("leader");
      assertThat(node.getInt("lag")).isNotNegative();
      assertThat(after.getJsonObject("status")).isNotEmpty();
      assertThat(after.getJsonObject("locks").getInt("held")).isPositive();
      assertThat(after.getJsonObject("queues").getInt("depth")).isPositive();
      assertThat(after.getJsonObject("log").getInt("batches")).isPositive();
      assertThat(after.getJsonNumber("at_ms").longValue())
          .isGreaterThan(before.getJsonNumber("at_ms").longValue());
      assertThat(request(after, "answered"))
          .isGreaterThanOrEqualTo(request(before, "answered") + 2);
      assertThat(request(after, "refused")).isGreaterThan(request(before, "refused"));
      assertThat(measured(after)).isGreaterThan(measured(before));
    }
  }

  private static int request(JsonObject snapshot, String member) {
    return snapshot.getJsonObject("requests").getInt(member);
  }

  private static long measured(JsonObject snapshot) {
    JsonArray durations = snapshot.getJsonObject("requests").getJsonArray("durations");
    assertThat(durations)
        .hasSize(snapshot.getJsonObject("requests").getJsonArray("bounds_ms").size() + 1);
    return durations.getValuesAs(JsonNumber.class).stream().mapToLong(JsonNumber::longValue).sum();
  }

  @Test
  void allWatchers_hearTheSame() {
    List<Following> all = fill();
    try {
      all.forEach(watcher -> watcher.await(4));
      Set<Message> common = new HashSet<>(all.get(0).heard());
      all.forEach(watcher -> common.retainAll(watcher.heard()));
      assertThat(common).hasSizeGreaterThanOrEqualTo(3);
    } finally {
      all.forEach(Following::close);
    }
  }

  /** A follower in a place that those of the test before may not have left yet. */
  private Following follow() {
    return Eventually.found(
        "a place is free", Duration.ofSeconds(10), () -> Optional.of(api.follow(1, PATH, "")));
  }

  /** Followers in all places. */
  private List<Following> fill() {
    List<Following> all = new ArrayList<>();
    while (all.size() < SingleNode.WATCHERS) {
      all.add(follow());
    }
    return all;
  }

  @Test
  void tooMany_areRefused_andAPlaceIsFreeWhenOneGoes() {
    List<Following> all = fill();
    try {
      assertThatThrownBy(() -> api.follow(1, PATH, "")).hasMessage("status 429");
      api.get(1, PATH).problem(429);
      all.remove(0).close();
      all.add(follow());
    } finally {
      all.forEach(Following::close);
    }
  }

  @Test
  void head_doesNotFollow() {
    assertThat(api.send("HEAD", 1, PATH, "application/json", "").status()).isEqualTo(200);
  }
}
