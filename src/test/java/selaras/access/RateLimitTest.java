package selaras.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RateLimitTest {
  private static final long MILLI = Duration.ofMillis(1).toNanos();

  /** A monotonic clock may stand anywhere, also just before its overflow. */
  private static final long START = Long.MAX_VALUE - 5 * MILLI;

  @Test
  void pass_burstThenRate() {
    RateLimit limit = new RateLimit(new RateSettings(100, 3, 10), START);
    for (int i = 0; i < 3; i++) {
      assertThat(limit.pass("a", START)).isZero();
    }
    assertThat(limit.pass("a", START)).isEqualTo(10 * MILLI);
    assertThat(limit.pass("b", START)).isZero();
    assertThat(limit.pass("a", START + 9 * MILLI)).isEqualTo(MILLI);
    assertThat(limit.pass("a", START + 10 * MILLI)).isZero();
    assertThat(limit.pass("a", START + 10 * MILLI)).isEqualTo(10 * MILLI);
  }

  @Test
  void pass_moreCallersThanAreToldApart_shareOneAllowance_untilOthersRest() {
    RateLimit limit = new RateLimit(new RateSettings(100, 2, 2), START);
    assertThat(limit.pass("a", START)).isZero();
    assertThat(limit.pass("b", START)).isZero();
    assertThat(limit.pass("c", START)).isZero();
    assertThat(limit.pass("d", START)).isZero();
    assertThat(limit.pass("e", START)).isPositive();
    long later = START + 2_000 * MILLI;
    assertThat(limit.pass("e", later)).isZero();
    assertThat(limit.pass("e", later)).isZero();
    assertThat(limit.pass("e", later)).isPositive();
    assertThat(limit.pass("f", later)).isZero();
  }

  @Test
  void pass_anyPattern_neverMoreThanBurstAndRate() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    RateLimit limit = new RateLimit(new RateSettings(1_000, 5, 10), START);
    long now = START;
    int passed = 0;
    for (int i = 0; i < 10_000; i++) {
      now += random.nextLong(2 * MILLI);
      passed += limit.pass("a", now) == 0 ? 1 : 0;
      assertThat(passed).as("seed " + seed).isLessThanOrEqualTo((int) ((now - START) / MILLI) + 5);
    }
  }
}
