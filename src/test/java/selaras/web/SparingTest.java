package selaras.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SparingTest {
  private final Sparing sparing = new Sparing(100);

  @Test
  void pass_firstOfAnInterval_saysHowManyWereLeftOut() {
    assertThat(sparing.pass(1_000)).hasValue(0);
    assertThat(sparing.pass(1_000)).isEmpty();
    assertThat(sparing.pass(1_099)).isEmpty();
    assertThat(sparing.pass(1_100)).hasValue(2);
    assertThat(sparing.pass(1_150)).isEmpty();
    assertThat(sparing.pass(9_000)).hasValue(1);
  }

  @Test
  void pass_negativeTimesOfAMonotonicClock_workAsWell() {
    assertThat(sparing.pass(-500)).hasValue(0);
    assertThat(sparing.pass(-450)).isEmpty();
    assertThat(sparing.pass(-400)).hasValue(1);
  }
}
