package selaras.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class BeatsTest {
  private final Beats beats = new Beats();

  @Test
  void heard_fromOneServer_confirmsAtOnce() {
    assertThat(beats.heard(Beats.message(7, 1))).hasValue(7);
    assertThat(beats.heard(Beats.message(-3, 1))).hasValue(-3);
  }

  @Test
  void heard_fromSeveralServers_confirmsWithTheLast() {
    assertThat(beats.heard(Beats.message(1, 3))).isEmpty();
    assertThat(beats.heard(Beats.message(2, 3))).isEmpty();
    assertThat(beats.heard(Beats.message(1, 3))).isEmpty();
    assertThat(beats.heard(Beats.message(1, 3))).isEqualTo(OptionalLong.of(1));
    assertThat(beats.heard(Beats.message(2, 3))).isEmpty();
    assertThat(beats.heard(Beats.message(2, 3))).hasValue(2);
  }

  @Test
  void heard_laterTimeIsComplete_earlierOnesNeverAreAgain() {
    beats.heard(Beats.message(1, 2));
    beats.heard(Beats.message(2, 2));
    assertThat(beats.heard(Beats.message(2, 2))).hasValue(2);
    assertThat(beats.heard(Beats.message(1, 2))).isEmpty();
  }

  @Test
  void heard_serverSaysNothing_neverConfirmsAndForgetsTheOldest() {
    for (int time = 0; time < 1000; time++) {
      assertThat(beats.heard(Beats.message(time, 2))).isEmpty();
    }
    assertThat(beats.heard(Beats.message(0, 2))).isEmpty();
    assertThat(beats.heard(Beats.message(999, 2))).hasValue(999);
  }
}
