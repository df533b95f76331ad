package selaras.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import selaras.store.Fence;
import selaras.testing.RealRedis;

class FencesIT {
  private static final LuaScript SHOW = LuaScript.load(Fences.CHECK, "store/show");
  private static final Duration MEMORY = Duration.ofMinutes(10);
  private static final String KEY = "selaras:fence:file1";

  private static RealRedis redis;
  private static RedisStore store;

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
    store.call(client -> client.del(KEY));
  }

  /** The newest token when the one shown is older, else null. */
  private static String show(long token) {
    return show(token, MEMORY);
  }

  private static String show(long token, Duration memory) {
    var fences = new Fences(memory);
    var fence = Optional.of(new Fence("file1", token));
    ScriptCall call = fences.call(List.of(), List.of(), fence).join();
    return (String) store.run(SHOW, call.keys(), call.args());
  }

  @Test
  void show_equalOrNewer_passesAndOlderIsRefused() {
    assertThat(show(7)).isNull();
    assertThat(show(7)).isNull();
    assertThat(show(8)).isNull();
    assertThat(show(7)).isEqualTo("8");
    assertThat(show(8)).isNull();
  }

  @Test
  void show_moreDigits_isNewer() {
    assertThat(show(9)).isNull();
    assertThat(show(10)).isNull();
    assertThat(show(9)).isEqualTo("10");
  }

  @Test
  void show_tokensThatADoubleCannotTellApart_areTold() {
    long big = 1L << 53;
    assertThat(show(big + 1)).isNull();
    assertThat(show(big)).isEqualTo("9007199254740993");
    assertThat(show(Long.MAX_VALUE)).isNull();
    assertThat(show(Long.MAX_VALUE - 1)).isEqualTo("9223372036854775807");
  }

  @Test
  void show_anyTokens_sameOrderAsTheirNumbers() {
    long seed = System.nanoTime();
    var random = new SplittableRandom(seed);
    long newest = 0;
    for (int i = 0; i < 2_000; i++) {
      // any length, and now and then the neighbour of the newest
      long token = Math.max(1, random.nextLong() >>> (1 + random.nextInt(63)));
      token = random.nextInt(3) == 0 ? Math.max(1, newest - random.nextInt(2)) : token;
      String expected = token < newest ? Long.toString(newest) : null;
      assertThat(show(token)).as("seed %d, %d after %d", seed, token, newest).isEqualTo(expected);
      newest = Math.max(newest, token);
      if (random.nextInt(20) == 0) {
        forget();
        newest = 0;
      }
    }
  }

  @Test
  void show_anyUse_isRememberedFromThenOn() {
    show(2, Duration.ofMinutes(1));
    assertThat(remainingMillis()).isBetween(50_000L, 60_000L);
    show(2, MEMORY);
    assertThat(remainingMillis()).isBetween(590_000L, 600_000L);
    show(2, Duration.ofMinutes(1));
    assertThat(show(1, MEMORY)).isEqualTo("2");
    assertThat(remainingMillis()).as("after a refusal").isBetween(590_000L, 600_000L);
  }

  @Test
  void fences_noMemory_refused() {
    assertThatThrownBy(() -> new Fences(Duration.ZERO)).hasMessageContaining("fence.memory_ms");
    assertThatThrownBy(() -> new Fence("file1", 0)).hasMessageContaining("at least 1");
  }

  private static long remainingMillis() {
    return store.call(client -> client.pttl(KEY));
  }
}
