package selaras.acceptance;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static selaras.acceptance.Calls.fresh;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import selaras.testing.Answer;
import selaras.testing.Eventually;
import selaras.testing.TestCluster;

class CacheIT {
  private final TestCluster cluster = TestCluster.shared();
  private final Calls calls = new Calls(cluster.api());
  private final String user = fresh("user");
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void read_afterPut_hitHereAndMissOnAnotherNode() {
    Answer stored = calls.put(1, user, "John Doe").ok();
    assertThat(stored.string("state")).isEqualTo("M");

    Answer hit = calls.read(1, user).ok();
    assertThat(hit.string("source")).isEqualTo("cache");
    assertThat(hit.string("value")).isEqualTo("John Doe");
    Answer miss = calls.read(2, user).ok();
    assertThat(miss.string("source")).isEqualTo("redis");
    assertThat(miss.string("value")).isEqualTo("John Doe");
    assertThat(calls.read(2, user).ok().string("source")).isEqualTo("cache");
  }

  @Test
  void put_onNodeOne_nodeTwoReadsTheNewValueFromRedis() {
    calls.put(1, user, "old").ok();
    calls.read(2, user).ok();
    assertThat(calls.read(2, user).ok().string("source")).isEqualTo("cache");

    calls.put(1, user, "new").ok();

    Answer read =
        Eventually.found(
            "the new value on node 2",
            Duration.ofSeconds(5),
            () ->
                java.util.Optional.of(calls.read(2, user).ok())
                    .filter(answer -> answer.string("value").equals("new")));
    assertThat(read.string("source")).isEqualTo("redis");
  }

  @Test
  void read_byASecondNode_stateBecomesShared() {
    calls.put(1, user, "x").ok();
    calls.read(2, user).ok();

    Eventually.holds(
        "S on both nodes",
        Duration.ofSeconds(5),
        () ->
            calls.read(1, user).string("state").equals("S")
                && calls.read(2, user).string("state").equals("S"));
  }

  @Test
  void read_absentKey_notFound() {
    calls.read(3, user).problem(404);
  }

  /** Far more than the capacity, so that most are missing and many at Redis at the same time. */
  @Test
  void read_manyMissesAtOnce_eachIsAnsweredWithItsOwn() {
    List<String> keys = IntStream.range(0, 300).mapToObj(i -> user + "-" + i).toList();
    keys.forEach(key -> calls.put(1, key, key).ok());
    List<CompletableFuture<Void>> readers =
        IntStream.range(0, 48)
            .mapToObj(reader -> CompletableFuture.runAsync(() -> readAll(keys, reader), threads))
            .toList();
    readers.forEach(CompletableFuture::join);
  }

  private void readAll(List<String> keys, int reader) {
    for (int i = 0; i < 60; i++) {
      String key = keys.get((reader * 7 + i * 13) % keys.size());
      assertThat(calls.read(2, key).ok().string("value")).isEqualTo(key);
      if (i % 20 == 0) {
        calls.read(2, key + "-absent").problem(404);
      }
    }
  }

  @Test
  void read_aHundredMissingKeysInOneBatch_allInTheirOrder() {
    List<String> keys = IntStream.range(0, 99).mapToObj(i -> user + "-" + i).toList();
    keys.forEach(key -> calls.put(1, key, key).ok());
    String quoted = keys.stream().collect(joining("\",\"", "\"", "\""));

    Answer batch = cluster.api().post(2, "/cache/get", "{\"keys\":[\"none\"," + quoted + "]}").ok();

    var entries = batch.json().getJsonArray("entries").getValuesAs(JsonObject.class);
    assertThat(entries).extracting(entry -> entry.getString("key")).isEqualTo(keys);
    assertThat(entries).extracting(entry -> entry.getString("value")).isEqualTo(keys);
    assertThat(batch.json().getJsonArray("absent")).hasToString("[\"none\"]");
  }

  @Test
  void stats_afterHitAndMiss_countBoth() {
    calls.put(1, user, "x").ok();
    Answer before = cluster.api().get(1, "/cache/stats").ok();
    calls.read(1, user).ok();
    calls.read(1, fresh("absent")).problem(404);
    Answer after = cluster.api().get(1, "/cache/stats").ok();

    assertThat(after.number("hits")).isGreaterThan(before.number("hits"));
    assertThat(after.number("misses")).isGreaterThan(before.number("misses"));
    assertThat(after.number("capacity")).isEqualTo(100);
  }
}
