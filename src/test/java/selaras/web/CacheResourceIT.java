package selaras.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import selaras.testing.Answer;
import selaras.testing.Api;
import selaras.testing.Eventually;
import selaras.testing.SingleNode;

@ExtendWith(ArquillianExtension.class)
class CacheResourceIT {
  private final Api api = SingleNode.api();
  private final String key = "user:" + UUID.randomUUID();

  @Deployment(testable = false)
  static WebArchive war() {
    return SingleNode.war();
  }

  private Answer put(String value, String more) {
    return api.post(1, "/cache", "{\"key\":\"%s\",\"value\":%s%s}".formatted(key, value, more));
  }

  private Answer read() {
    return api.get(1, "/cache/" + key);
  }

  @Test
  void put_twice_documentedMembersAndNextVersion() {
    Answer first = put("{\"name\":[1,null]}", "").ok();
    Answer second = put("\"x\"", "").ok();

    assertThat(first.json()).containsOnlyKeys("success", "key", "value", "state", "version");
    assertThat(first.json().getJsonObject("value")).containsOnlyKeys("name");
    assertThat(first.string("state")).isEqualTo("M");
    assertThat(second.number("version")).isEqualTo(first.number("version") + 1);
  }

  @Test
  void get_afterPut_documentedMembers() {
    put("\"John Doe\"", "").ok();
    Answer read = read().ok();

    assertThat(read.json())
        .containsOnlyKeys("success", "key", "value", "source", "state", "version");
    assertThat(read.string("value")).isEqualTo("John Doe");
    assertThat(read.string("source")).isEqualTo("cache");
    assertThat(read.string("state")).isEqualTo("M");
  }

  @Test
  void put_withVersion_onlyIfItIsTheCurrentOne() {
    long version = put("1", "").ok().number("version");
    put("2", ",\"if_version\":" + version).ok();
    Answer refused = put("3", ",\"if_version\":" + version).problem(409);

    assertThat(refused.string("title")).isEqualTo("version conflict");
    assertThat(refused.number("current_version")).isEqualTo(version + 1);
    assertThat(read().ok().number("value")).isEqualTo(2);
  }

  @Test
  void put_withTtl_goneAfterIt() {
    long began = System.nanoTime();
    put("1", ",\"ttl_ms\":700").ok();

    Eventually.holds("the entry is gone", () -> read().status() == 404);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(699));
  }

  @Test
  void put_sameRequestIdAgain_oneEffect() {
    String id = ",\"request_id\":\"" + UUID.randomUUID() + "\"";
    long version = put("1", id).ok().number("version");
    put("2", "").ok();

    assertThat(put("1", id).ok().number("version")).isEqualTo(version);
    assertThat(read().ok().number("value")).isEqualTo(2);
  }

  private String fence(long token) {
    return ",\"fence\":{\"resource_id\":\"lock-%s\",\"fencing_token\":%d}".formatted(key, token);
  }

  private String fenceQuery(long token) {
    return "?fence.resource_id=lock-%s&fence.fencing_token=%d".formatted(key, token);
  }

  private void checkStale(Answer refused, long given, long newest) {
    refused.problem(409);
    assertThat(refused.string("title")).isEqualTo("stale fencing token");
    assertThat(refused.string("resource_id")).isEqualTo("lock-" + key);
    assertThat(refused.number("fencing_token")).isEqualTo(given);
    assertThat(refused.number("newest_token")).isEqualTo(newest);
  }

  @Test
  void put_staleFence_refusedAndNothingChanged() {
    put("1", fence(17)).ok();
    put("2", fence(17)).ok();
    put("3", fence(Long.MAX_VALUE)).ok();
    Answer before = read().ok();

    checkStale(put("4", fence(17)), 17, Long.MAX_VALUE);
    checkStale(put("4", fence(17) + ",\"if_version\":99"), 17, Long.MAX_VALUE);
    assertThat(read().ok().json()).isEqualTo(before.json());
  }

  @Test
  void put_sameRequestIdAfterANewerFence_firstAnswer() {
    String id = ",\"request_id\":\"" + UUID.randomUUID() + "\"";
    Answer first = put("1", fence(17) + id).ok();
    put("2", fence(18)).ok();

    assertThat(put("1", fence(17) + id).ok().json()).isEqualTo(first.json());
    assertThat(read().ok().number("value")).isEqualTo(2);
  }

  @Test
  void produce_afterPutUnderANewerFence_refused() {
    put("1", fence(18)).ok();
    String path = "/queue/produce/orders-" + key;

    checkStale(api.post(1, path, "{\"message\":1%s}".formatted(fence(17))), 17, 18);
    api.post(1, path, "{\"message\":1%s}".formatted(fence(19))).ok();
    checkStale(put("2", fence(18)), 18, 19);
  }

  @Test
  void delete_staleFence_refused() {
    put("1", fence(18)).ok();

    String path = "/cache/" + key;
    checkStale(api.send("DELETE", 1, path + fenceQuery(17), "application/json", ""), 17, 18);
    api.send("DELETE", 1, path + fenceQuery(18), "application/json", "").ok();
    read().problem(404);
  }

  @Test
  void get_withFence_readsRedisAndShutsOutEarlierHolders() {
    put("1", fence(17)).ok();
    Answer read = api.get(1, "/cache/" + key + fenceQuery(18)).ok();

    assertThat(read.string("source")).isEqualTo("redis");
    checkStale(put("2", fence(17)), 17, 18);
    checkStale(api.get(1, "/cache/" + key + fenceQuery(17)), 17, 18);
  }

  @Test
  void queryFence_wrongOrHalf_refusedNamingTheMember() {
    put("1", "").ok();
    for (String query :
        new String[] {
          "fence.fencing_token=1", "fence.resource_id=a",
          "fence.resource_id=a&fence.fencing_token=x", "fence.resource_id=a&fence.fencing_token=0",
          "fence.resource_id=&fence.fencing_token=1"
        }) {
      String path = "/cache/" + key + "?" + query;
      Answer deleted = api.send("DELETE", 1, path, "application/json", "").problem(400);
      assertThat(deleted.string("member")).as(query).startsWith("fence.");
      assertThat(api.get(1, path).problem(400).string("member")).startsWith("fence.");
    }
    read().ok();
  }

  @Test
  void delete_once_thenNotFound() {
    put("1", "").ok();

    Answer deleted = api.send("DELETE", 1, "/cache/" + key, "application/json", "").ok();
    assertThat(deleted.string("key")).isEqualTo(key);
    assertThat(read().problem(404).string("title")).isEqualTo("not found");
    api.send("DELETE", 1, "/cache/" + key, "application/json", "").problem(404);
  }

  @Test
  void get_keyWithSlashesAndSigns_sameEntry() {
    String odd = key + "/a b?#%é";
    api.post(1, "/cache", "{\"key\":\"%s\",\"value\":1}".formatted(odd)).ok();
    String path = key + "/a%20b%3F%23%25%C3%A9";

    assertThat(api.get(1, "/cache/" + path).ok().string("key")).isEqualTo(odd);
  }

  @Test
  void put_strict_answeredLikeAPlainOne() {
    long version = put("1", ",\"consistency\":\"strict\"").ok().number("version");

    Answer read = api.get(1, "/cache/" + key + "?consistency=strict").ok();
    assertThat(read.number("version")).isEqualTo(version);
    assertThat(read.string("source")).isEqualTo("redis");
    assertThat(put("1", ",\"consistency\":\"weak\"").problem(400).string("member"))
        .isEqualTo("consistency");
    api.get(1, "/cache/" + key + "?consistency=weak").problem(400);
    String path = "/cache/" + key + "?consistency=strict";
    api.send("DELETE", 1, path, "application/json", "").ok();
    read().problem(404);
  }

  @Test
  void put_afterDelete_versionGoesOn() {
    put("1", "").ok();
    long deleted =
        api.send("DELETE", 1, "/cache/" + key, "application/json", "").ok().number("version");
    assertThat(put("2", "").ok().number("version")).isGreaterThan(deleted);
  }

  @Test
  void put_withJitter_needsATimeToLive() {
    put("1", ",\"ttl_ms\":60000,\"ttl_jitter_ms\":5000").ok();
    assertThat(put("1", ",\"ttl_jitter_ms\":5000").problem(400).string("member"))
        .isEqualTo("ttl_jitter_ms");
  }

  @Test
  void getAll_someAbsent_bothToldApart() {
    put("{\"a\":[1]}", "").ok();
    Answer batch =
        api.post(1, "/cache/get", "{\"keys\":[\"%s\",\"none-%s\"]}".formatted(key, key)).ok();

    var entries = batch.json().getJsonArray("entries");
    assertThat(entries).hasSize(1);
    assertThat(entries.getJsonObject(0))
        .containsOnlyKeys("key", "value", "source", "state", "version");
    assertThat(batch.json().getJsonArray("absent").getString(0)).isEqualTo("none-" + key);
    assertThat(api.post(1, "/cache/get", "{\"keys\":[1]}").problem(400).string("member"))
        .isEqualTo("keys[0]");
    api.post(1, "/cache/get", "{\"keys\":[]}").problem(400);
    api.post(1, "/cache/get", "{}").problem(400);
  }

  @Test
  void getAll_longValues_namesWhatIsLeftOut() {
    List<String> keys = IntStream.range(0, 20).mapToObj(i -> key + i).toList();
    String value = "\"" + "x".repeat(250_000) + "\"";
    keys.forEach(
        each -> api.post(1, "/cache", "{\"key\":\"%s\",\"value\":%s}".formatted(each, value)).ok());
    String quoted = "\"" + String.join("\",\"", keys) + "\"";
    JsonObject batch = api.post(1, "/cache/get", "{\"keys\":[" + quoted + "]}").ok().json();
    assertThat(batch.getJsonArray("entries")).hasSize(5);
    assertThat(batch.getJsonArray("left_out").getValuesAs(JsonString::getString))
        .isEqualTo(keys.subList(5, 20));
    keys.forEach(each -> api.send("DELETE", 1, "/cache/" + each, "application/json", "").ok());
  }

  @Test
  void entries_afterPut_showStateAndVersion() {
    put("1", "").ok();
    String before = key.substring(0, key.length() - 1);
    Answer entries = api.get(1, "/cache/entries?limit=1&after=" + before).ok();

    var entry = entries.json().getJsonArray("entries").getJsonObject(0);
    assertThat(entry.getString("key")).isEqualTo(key);
    assertThat(entry.getString("state")).isEqualTo("M");
    assertThat(entry).containsOnlyKeys("key", "state", "version", "served_for_ms");
    api.get(1, "/cache/entries?limit=0").problem(400);
  }

  @Test
  void stats_moreEntriesThanCapacity_leastRecentlyUsedGoes() {
    put("1", "").ok();
    for (int i = 0; i < 100; i++) {
      api.post(1, "/cache", "{\"key\":\"%s-%d\",\"value\":%d}".formatted(key, i, i)).ok();
    }
    Answer stats = api.get(1, "/cache/stats").ok();

    assertThat(stats.number("size")).isEqualTo(100);
    assertThat(stats.number("evictions")).isPositive();
    assertThat(stats.json().getJsonObject("states")).containsKeys("M", "E", "S");
    assertThat(read().ok().string("source")).isEqualTo("redis");
  }
}
