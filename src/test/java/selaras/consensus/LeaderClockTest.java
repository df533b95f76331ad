package selaras.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LeaderClockTest {
  private long nanos = 5_000_000_000L;
  private final LeaderClock clock = new LeaderClock(() -> nanos);

  @Test
  void stamp_inOneTerm_advancesByTheMonotonicClock() {
    assertThat(clock.stamp(1, 100)).isEqualTo(new Stamp(1, 100));
    pass(70);
    assertThat(clock.stamp(1, 100)).isEqualTo(new Stamp(1, 170));
  }

  @Test
  void stamp_inOneTerm_ignoresWhatWasAppliedMeanwhile() {
    clock.stamp(1, 100);
    pass(70);
    assertThat(clock.stamp(1, 165)).isEqualTo(new Stamp(1, 170));
  }

  @Test
  void stamp_backInOfficeAfterAnother_startsFromWhatTheOtherHadReached() {
    clock.stamp(1, 100);
    pass(60_000);
    // another node led in term 2, which had counted far less than this node's old clock
    assertThat(clock.stamp(3, 900)).isEqualTo(new Stamp(3, 900));
    pass(5);
    assertThat(clock.stamp(3, 900)).isEqualTo(new Stamp(3, 905));
  }

  private void pass(long millis) {
    nanos += millis * 1_000_000;
  }
}
