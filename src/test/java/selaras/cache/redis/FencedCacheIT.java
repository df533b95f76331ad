package selaras.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import selaras.cache.Delete;
import selaras.cache.DeleteOutcome;
import selaras.cache.Mesi;
import selaras.cache.Put;
import selaras.cache.ReadOutcome;
import selaras.cache.ReadOutcome.Found;
import selaras.cache.ReadOutcome.Source;
import selaras.cache.WriteOutcome;
import selaras.cache.WriteOutcome.VersionConflict;
import selaras.cache.WriteOutcome.Written;
import selaras.store.Fence;
import selaras.testing.Eventually;
import selaras.testing.RealRedis;

class FencedCacheIT {
  private static final Fence OLD = new Fence("file1", 17);
  private static final Fence NEW = new Fence("file1", 18);

  private RealRedis redis;
  private CacheNode one;
  private CacheNode two;

  @BeforeEach
  void start() {
    redis = RealRedis.inMemory();
    one = new CacheNode("node-1", redis);
    two = new CacheNode("node-2", redis);
  }

  @AfterEach
  void stop() {
    one.close();
    two.close();
    redis.close();
  }

  private static WriteOutcome put(CacheNode node, Fence fence, String value) {
    return node.putUnder(fence, "a", value, Optional.empty());
  }

  private Map<String, String> stored(String key) {
    return one.store.call(client -> client.hgetAll(CacheNode.entry(key)));
  }

  @Test
  void put_sameOrNewerToken_written() {
    assertThat(put(one, OLD, "1")).isEqualTo(new Written(1, Mesi.M));
    assertThat(put(two, OLD, "2")).isEqualTo(new Written(2, Mesi.M));
    assertThat(put(one, NEW, "3")).isEqualTo(new Written(3, Mesi.M));
  }

  @Test
  void put_staleToken_refusedAndNothingChangesAnywhere() {
    put(one, NEW, "1");
    two.get("a");
    one.awaitHit("a", Mesi.S);
    Map<String, String> before = stored("a");

    assertThat(put(two, OLD, "2")).isEqualTo(new WriteOutcome.StaleFence(OLD, 18));
    assertThat(put(one, OLD, "2")).isEqualTo(new WriteOutcome.StaleFence(OLD, 18));

    assertThat(stored("a")).isEqualTo(before);
    assertThat(two.get("a")).isEqualTo(new Found("1", 1, Mesi.S, Source.CACHE));
    assertThat(one.get("a")).isEqualTo(new Found("1", 1, Mesi.S, Source.CACHE));
    // the channel is in order: the first message that comes is that of the next write
    one.put("a", "3");
    two.awaitInvalid(1);
    assertThat(two.cache.stats().invalidationsReceived()).isEqualTo(1);
    assertThat(two.cache.stats().invalidationsSent()).isZero();
  }

  @Test
  void put_staleTokenForAnotherKey_refusedAndKeyStaysAbsent() {
    put(one, NEW, "1");
    assertThat(one.putUnder(OLD, "b", "2", Optional.of("r")))
        .isEqualTo(new WriteOutcome.StaleFence(OLD, 18));
    assertThat(two.get("b")).isEqualTo(new ReadOutcome.Absent());
    assertThat(one.put("b", "3")).isEqualTo(new Written(1, Mesi.M));
  }

  @Test
  void put_anotherResourceOrNoFence_notRefused() {
    put(one, NEW, "1");
    assertThat(put(one, new Fence("file2", 1), "2")).isEqualTo(new Written(2, Mesi.M));
    assertThat(one.put("a", "3")).isEqualTo(new Written(3, Mesi.M));
  }

  @Test
  void put_requestSentAgainAfterANewerToken_firstAnswerAndNoSecondEffect() {
    assertThat(one.putUnder(OLD, "a", "1", Optional.of("r"))).isEqualTo(new Written(1, Mesi.M));
    put(two, NEW, "2");
    assertThat(two.putUnder(OLD, "a", "1", Optional.of("r"))).isEqualTo(new Written(1, Mesi.M));
    assertThat(one.putUnder(OLD, "a", "1", Optional.of("other")))
        .isEqualTo(new WriteOutcome.StaleFence(OLD, 18));
    assertThat(stored("a")).containsEntry("v", "2").containsEntry("n", "2");
  }

  @Test
  void put_newerTokenButOtherVersion_tokenHasBeenSeenAllTheSame() {
    one.put("a", "1");
    var conditional =
        new Put(
            "a", "2", OptionalLong.empty(), OptionalLong.of(9), Optional.empty(), Optional.of(NEW));
    assertThat(one.put(conditional)).isEqualTo(new VersionConflict(1));
    assertThat(put(two, OLD, "3")).isEqualTo(new WriteOutcome.StaleFence(OLD, 18));
  }

  @Test
  void delete_staleToken_refusedAndFirstAnswerOfARequestStays() {
    put(one, OLD, "1");
    var once = new Delete("a", Optional.of("r"), Optional.of(OLD));
    assertThat(one.delete(once)).isEqualTo(new DeleteOutcome.Deleted(2));
    // its message would take away the copy that the next write makes
    Eventually.holds("two has heard of it", () -> two.cache.stats().invalidationsReceived() == 1);
    put(two, NEW, "3");
    assertThat(two.delete(once)).isEqualTo(new DeleteOutcome.Deleted(2));
    assertThat(one.delete(new Delete("a", Optional.empty(), Optional.of(OLD))))
        .isEqualTo(new DeleteOutcome.StaleFence(OLD, 18));
    assertThat(two.get("a")).isEqualTo(new Found("3", 3, Mesi.M, Source.CACHE));
  }

  @Test
  void get_withFence_readsRedisAndShutsOutEarlierHolders() {
    put(one, OLD, "1");
    assertThat(one.cache.get("a", NEW).join()).isEqualTo(new Found("1", 1, Mesi.M, Source.REDIS));
    assertThat(put(two, OLD, "2")).isEqualTo(new WriteOutcome.StaleFence(OLD, 18));
    assertThat(two.cache.get("a", OLD).join()).isEqualTo(new ReadOutcome.StaleFence(OLD, 18));
    assertThat(two.cache.get("b", NEW).join()).isEqualTo(new ReadOutcome.Absent());
  }
}
