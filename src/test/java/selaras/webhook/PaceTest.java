package selaras.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final int MAX = 4;
  private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(60));

  @Test
  void free_randomOutcomes_neverTooManyAndNeverStuck() {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    Pace pace = new Pace(MAX, BACKOFF, random::nextDouble);
    long now = Long.MAX_VALUE - 1_000_000_000L;
    int inFlight = 0;
    int inRow = 0;
    for (int step = 0; step < 10_000; step++) {
      int free = pace.free(now);
      String where = "seed %d, step %d".formatted(seed, step);
      assertThat(free + inFlight).as(where).isLessThanOrEqualTo(MAX);
      if (inRow >= Pace.FAILURES) {
        assertThat(free).as(where).isLessThanOrEqualTo(1);
      } else {
        assertThat(free).as(where).isEqualTo(MAX - inFlight);
      }
      if (free > 0 && random.nextBoolean()) {
        pace.begun(1);
        inFlight++;
      } else if (inFlight > 0) {
        inFlight--;
        if (random.nextInt(8) == 0) {
          pace.succeeded();
          inRow = 0;
        } else {
          inRow++;
          now += pace.failed(now).toNanos();
        }
      }
    }
    assertThat(inFlight > 0 || pace.free(now) > 0).as("seed %d", seed).isTrue();
  }

  @Test
  void failed_inARow_pausesDoubleUpToTheBound() {
    Pace pace = new Pace(100, BACKOFF, () -> 1);
    pace.begun(100);
    for (int i = 1; i < Pace.FAILURES; i++) {
      assertThat(pace.failed(0)).isZero();
    }
    assertThat(pace.failed(0)).isEqualTo(Duration.ofSeconds(1));
    assertThat(pace.failed(0)).isEqualTo(Duration.ofSeconds(2));
    for (int i = 0; i < 20; i++) {
      assertThat(pace.failed(0)).isLessThanOrEqualTo(Duration.ofSeconds(60));
    }
    pace.succeeded();
    assertThat(pace.free(0)).isPositive();
  }

  @Test
  void after_anyDraw_betweenHalfAndTheWholePause() {
    for (double drawn : new double[] {0, 0.3, 1}) {
      assertThat(BACKOFF.after(3, drawn)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
      assertThat(BACKOFF.after(1_000_000, drawn))
          .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60));
    }
  }
}
