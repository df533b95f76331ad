package selaras.lock.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.UnifiedJedis;
import selaras.cluster.NodeId;
import selaras.lock.Holder;
import selaras.lock.LockMode;
import selaras.lock.MirrorStore;
import selaras.lock.MirrorStore.AsOf;
import selaras.lock.MirrorStore.Page;
import selaras.lock.ResourceView;
import selaras.store.StoreUnavailableException;
import selaras.store.redis.RedisSettings;
import selaras.store.redis.RedisStore;
import selaras.testing.RealRedis;

class RedisMirrorIT {
  private static final String KEY = "selaras:locks";
  private static final String STATE = "{selaras:locks}:state";
  private static final long LOG_MILLIS = 5_000;

  private static RealRedis redis;
  private static RedisStore store;

  private final RedisMirror mirror = mirrorOf("node-1");

  @BeforeAll
  static void start() {
    redis = RealRedis.inMemory();
    store =
        new RedisStore(new RedisSettings(redis.uri(), Duration.ofMillis(500), 2), Runnable::run);
  }

  @AfterAll
  static void stop() {
    store.close();
    redis.close();
  }

  @BeforeEach
  void forget() {
    store.call(UnifiedJedis::flushAll);
  }

  @Test
  void publish_draftOfTwoPages_isSeenAtOnceAndStays() {
    MirrorStore.Draft draft = mirror.draft(1);
    assertThat(draft.add(inUse("a"))).isTrue();
    assertThat(draft.add(inUse("b", "c"))).isTrue();
    assertThat(shown()).isEmpty();
    assertThat(draft.publish(new AsOf(1, 17, LOG_MILLIS))).isTrue();
    assertThat(shown()).containsOnlyKeys("a", "b", "c");
    assertThat(state())
        .containsAllEntriesOf(
            Map.of("leader", "node-1", "term", "1", "index", "17", "log_time_ms", "5000"))
        .containsEntry("resources", "3");
    assertThat(store.<Long>call(client -> client.ttl(KEY))).as("no end").isEqualTo(-1);
    assertThat(keys()).containsOnly(KEY, STATE);
  }

  @Test
  void publish_nothingInUse_emptiesTheMirror() {
    publish(mirror, 1, "a");
    publish(mirror, 1);
    assertThat(keys()).containsOnly(STATE);
    assertThat(mirror.change(new AsOf(1, 2, 0), inUse("b"))).isTrue();
    assertThat(shown()).containsOnlyKeys("b");
  }

  @Test
  void publish_partOfTheDraftLost_isRefused() {
    publish(mirror, 1, "a");
    MirrorStore.Draft draft = mirror.draft(1);
    draft.add(inUse("b"));
    store.call(UnifiedJedis::flushAll);
    draft.add(inUse("c"));
    assertThat(draft.publish(new AsOf(1, 2, 0))).isFalse();
    assertThat(keys()).isEmpty();
  }

  @Test
  void change_onTopOfTheLast_setsAndRemoves() {
    publish(mirror, 1, "a", "b");
    Page page = new Page(LOG_MILLIS, List.of(contended()), List.of("a", "never there"));
    assertThat(mirror.change(new AsOf(1, 9, LOG_MILLIS), page)).isTrue();
    assertThat(mirror.change(new AsOf(1, 10, LOG_MILLIS), inUse())).isTrue();
    assertThat(shown()).containsOnlyKeys("b", "pool");
    assertThat(shown().get("pool"))
        .isEqualTo(
            "{\"resource_id\":\"pool\",\"lock_type\":\"semaphore\",\"permits\":3,"
                + "\"holders\":[{\"holder_id\":\"c1\",\"lock_type\":\"semaphore\",\"count\":2,"
                + "\"fencing_token\":7,\"expires_at_ms\":5300}],"
                + "\"waiters\":[{\"holder_id\":\"c2\",\"lock_type\":\"semaphore\",\"count\":2,"
                + "\"wait_ends_at_ms\":5040}],\"waiting\":1,\"delayed_until_ms\":5010}");
    assertThat(state()).containsEntry("index", "10").containsEntry("resources", "2");
  }

  @Test
  void change_redisLostAllOrPart_isRefused() {
    publish(mirror, 1, "a");
    store.call(UnifiedJedis::flushAll);
    assertRefused(mirror.change(new AsOf(1, 2, 0), inUse("b")), Map.of());

    publish(mirror, 1, "a");
    store.call(client -> client.del(KEY));
    assertRefused(mirror.change(new AsOf(1, 2, 0), inUse("b")), Map.of());
  }

  @Test
  void change_redisIsBackAsItWasBefore_isRefused() {
    publish(mirror, 1, "a");
    byte[] before = store.call(client -> client.dump(STATE));
    assertThat(mirror.change(new AsOf(1, 2, 0), inUse("a"))).isTrue();
    store.call(client -> client.del(STATE));
    store.call(client -> client.restore(STATE, 0, before));
    assertThat(mirror.change(new AsOf(1, 3, 0), inUse("a"))).isFalse();
  }

  @Test
  void allVerbs_ofAnOlderTerm_areRefused() {
    publish(mirror, 1, "a");
    MirrorStore.Draft begun = mirror.draft(1);
    begun.add(inUse("old"));
    publish(mirrorOf("node-2"), 2, "new");
    Map<String, String> asLeft = shown();
    assertRefused(mirror.change(new AsOf(1, 2, 0), inUse("old")), asLeft);
    assertRefused(begun.add(inUse("old2")), asLeft);
    assertRefused(begun.publish(new AsOf(1, 2, 0)), asLeft);
    assertThat(keys()).containsOnly(KEY, STATE);
    publish(mirror, 3, "newest");
  }

  /** What another of the same name sends, who counts from the beginning, came late. */
  @Test
  void changeAndPublish_fromACallThatWasGivenUp_areRefused() {
    RedisMirror late = mirrorOf("node-1");
    MirrorStore.Draft draft = late.draft(1);
    publish(mirror, 1, "a");
    publish(mirror, 1, "a");
    Map<String, String> asLeft = shown();
    assertRefused(draft.publish(new AsOf(1, 1, 0)), asLeft);
    assertRefused(late.change(new AsOf(1, 1, 0), inUse("b")), asLeft);
  }

  @Test
  void change_redisHangs_failsInTimeAndANewMirrorTakesItsPlace() {
    publish(mirror, 1, "a");
    redis.pause();
    try {
      assertThatThrownBy(() -> mirror.change(new AsOf(1, 2, 0), inUse("b")))
          .isInstanceOf(StoreUnavailableException.class);
    } finally {
      redis.resume();
    }
    publish(mirror, 1, "c");
    assertThat(mirror.change(new AsOf(1, 3, 0), inUse("d"))).isTrue();
    assertThat(shown()).containsOnlyKeys("c", "d");
  }

  private static RedisMirror mirrorOf(String node) {
    return new RedisMirror(new NodeId(node), store, KEY);
  }

  private static void publish(RedisMirror mirror, long term, String... names) {
    MirrorStore.Draft draft = mirror.draft(term);
    if (names.length > 0) {
      assertThat(draft.add(inUse(names))).isTrue();
    }
    assertThat(draft.publish(new AsOf(term, 1, LOG_MILLIS))).isTrue();
    assertThat(shown()).containsOnlyKeys(names);
  }

  private static void assertRefused(boolean done, Map<String, String> asLeft) {
    assertThat(done).isFalse();
    assertThat(shown()).isEqualTo(asLeft);
  }

  private static Page inUse(String... names) {
    return new Page(LOG_MILLIS, Stream.of(names).map(RedisMirrorIT::held).toList(), List.of());
  }

  private static ResourceView held(String name) {
    Holder holder = new Holder(name, "c1", "lock", LockMode.EXCLUSIVE, 1, 7, 300);
    return new ResourceView(name, 1, List.of(holder), List.of(), 0, 0);
  }

  private static ResourceView contended() {
    return new ResourceView(
        "pool",
        3,
        List.of(new Holder("pool", "c1", "lock", LockMode.PERMITS, 2, 7, 300)),
        List.of(new ResourceView.Waiting("c2", LockMode.PERMITS, 2, 40)),
        1,
        10);
  }

  private static Map<String, String> shown() {
    return store.call(client -> client.hgetAll(KEY));
  }

  private static Map<String, String> state() {
    return store.call(client -> client.hgetAll(STATE));
  }

  private static List<String> keys() {
    return List.copyOf(store.call(client -> client.keys("*")));
  }
}
