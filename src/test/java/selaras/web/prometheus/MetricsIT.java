package selaras.web.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import selaras.testing.Api;
import selaras.testing.Eventually;
import selaras.testing.Scrape;
import selaras.testing.SingleNode;

/** What Prometheus gets to see: names, types, help, values, and how many series. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
final class MetricsIT {
  private static final String OURS = "selaras_";

  private final Api api = SingleNode.api();
  private final String name = "metrics-" + UUID.randomUUID();

  @Deployment(testable = false)
  static WebArchive war() {
    return SingleNode.war();
  }

  @Test
  void metrics_everyFamilyOfOurs_hasHelpAndTheNameOfItsType() {
    Scrape scrape = Scrape.of(api, 1);
    scrape.types().keySet().removeIf(family -> !family.startsWith(OURS));
    assertThat(scrape.types()).hasSizeGreaterThan(40);
    scrape
        .types()
        .forEach(
            (family, type) -> {
              assertThat(family).matches("[a-z][a-z0-9_]*").doesNotContain("_ms", "millis");
              assertThat(scrape.help().get(family)).as(family).isNotBlank().endsWith(".");
              assertThat(family.endsWith("_total")).as(family).isEqualTo(type.equals("counter"));
              assertThat(type).as(family).isIn("counter", "gauge", "histogram", "summary");
            });
  }

  @Test
  void metrics_eachPartOfTheNode_hasFigures() {
    call();
    Eventually.holds(
        "a queue is shown",
        () ->
            Scrape.of(api, 1).series().stream().anyMatch(s -> s.startsWith("selaras_queue_dead")));
    Scrape scrape = Scrape.of(api, 1);
    assertThat(scrape.types())
        .containsKeys("selaras_lock_held", "selaras_lock_waiting", "selaras_raft_term")
        .containsKeys("selaras_raft_log_sync_seconds", "selaras_queue_oldest_age_seconds")
        .containsKeys("selaras_cache_silence_seconds", "selaras_redis_pool_connections")
        .containsKeys("selaras_redis_up", "process_resident_memory_bytes", "memory_usedHeap_bytes");
    assertThat(scrape.value("selaras_raft_is_leader")).isEqualTo(1);
    assertThat(scrape.value("selaras_raft_has_leader")).isEqualTo(1);
    assertThat(scrape.value("selaras_redis_up")).isEqualTo(1);
    assertThat(scrape.value("selaras_raft_log_sync_seconds_count")).isPositive();
    assertThat(scrape.value("selaras_raft_commands_total")).isPositive();
    assertThat(scrape.value("selaras_cache_capacity")).isEqualTo(100);
  }

  @Test
  void metrics_calls_areCountedByOperationAndStatus() {
    Scrape before = Scrape.of(api, 1);
    call();
    api.post(1, "/lock", "{\"resource_id\":7}").problem(400);
    api.get(1, "/no/such/path").problem(404);
    Scrape after = Scrape.of(api, 1);
    assertGrew(before, after, requests("POST /lock", 200));
    assertGrew(before, after, requests("POST /lock", 400));
    assertGrew(before, after, requests("POST /queue/produce/{queue}", 200));
    assertGrew(before, after, requests("GET /cache/{key}", 404));
    assertGrew(before, after, requests("unmatched", 404));
    assertGrew(before, after, "selaras_lock_events_total{event=\"granted\"}");
    assertGrew(before, after, "selaras_cache_reads_total{result=\"miss\"}");
  }

  @Test
  void metrics_waitThatEndsUnserved_isMeasuredToItsAnswer() {
    lock("c1", "");
    String waits = "{operation=\"POST /lock\",waits=\"true\"}";
    Scrape before = Scrape.of(api, 1);
    api.post(1, "/lock", body("c2", ",\"wait_ms\":300")).problem(409);
    Scrape after = Scrape.of(api, 1);
    String sum = "selaras_request_duration_seconds_sum" + waits;
    assertGrew(before, after, "selaras_request_duration_seconds_count" + waits);
    assertThat(after.value(sum) - before.value(sum)).isGreaterThanOrEqualTo(0.3);
    assertGrew(before, after, "selaras_lock_events_total{event=\"queued\"}");
    assertGrew(before, after, "selaras_lock_events_total{event=\"refused\"}");
  }

  @Test
  void metrics_histogram_hasBucketsThatAddUp() {
    call();
    Scrape scrape = Scrape.of(api, 1);
    String labels = "{operation=\"POST /lock\",waits=\"false\"";
    List<String> buckets =
        scrape.series().stream()
            .filter(series -> series.startsWith("selaras_request_duration_seconds_bucket" + labels))
            .toList();
    assertThat(buckets).hasSize(18);
    double most = buckets.stream().mapToDouble(scrape::value).max().orElseThrow();
    assertThat(scrape.value("selaras_request_duration_seconds_count" + labels + "}"))
        .isPositive()
        .isEqualTo(most);
  }

  @Test
  void metrics_manyNames_makeNoMoreSeries() {
    call();
    for (int i = 0; i < 3 * SingleNode.QUEUES_SHOWN; i++) {
      api.post(1, "/queue/produce/" + name + i, "{\"message\":1}").ok();
    }
    Eventually.holds(
        "all queues are known",
        () -> Scrape.of(api, 1).value("selaras_queue_unmeasured") >= 2 * SingleNode.QUEUES_SHOWN);
    Set<String> before = Scrape.of(api, 1).series();
    for (int i = 0; i < 20; i++) {
      api.get(1, "/cache/" + name + i).problem(404);
      api.get(1, "/no/such/" + name + i).problem(404);
      api.get(1, "/lock/" + name + i).ok();
      api.get(1, "/queue/stats/" + name + i).ok();
    }
    Set<String> more = new TreeSet<>(Scrape.of(api, 1).series());
    more.removeAll(before);
    assertThat(more.toString()).doesNotContain(name);
    assertThat(before.stream().filter(series -> series.startsWith("selaras_queue_depth")))
        .hasSize(SingleNode.QUEUES_SHOWN);
  }

  @Test
  void metrics_ofOneScope_isTheServersAlone() {
    assertThat(api.get(1, "/metrics?scope=base").ok().text())
        .contains("memory_usedHeap_bytes")
        .doesNotContain(OURS);
  }

  /** A lock, a message and a miss. */
  private void call() {
    lock("c1", "");
    api.post(1, "/queue/produce/" + name, "{\"message\":1}").ok();
    api.get(1, "/cache/" + name).problem(404);
  }

  private void lock(String holder, String more) {
    api.post(1, "/lock", body(holder, more)).ok();
  }

  private String body(String holder, String more) {
    return "{\"resource_id\":\"%s\",\"holder_id\":\"%s\"%s}".formatted(name, holder, more);
  }

  private static String requests(String operation, int status) {
    return "selaras_requests_total{operation=\"%s\",status=\"%d\"}".formatted(operation, status);
  }

  private static void assertGrew(Scrape before, Scrape after, String series) {
    assertThat(after.value(series)).as(series).isGreaterThan(before.value(series));
  }
}
