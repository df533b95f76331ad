package selaras.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class BeatsTest {
  private final Beats beats = new Beats();

  private OptionalLong heard(long time, int servers) {
    return beats.heard(Beats.message(time, servers, "of/" + time)).stream()
        .peek(beat -> assertThat(beat.carried()).isEqualTo("of/" + beat.nanos()))
        .mapToLong(Beats.Beat::nanos)
        .findFirst();
  }

  @Test
  void heard_fromOneServer_confirmsAtOnce() {
    assertThat(heard(7, 1)).hasValue(7);
    assertThat(heard(-3, 1)).hasValue(-3);
  }

  @Test
  void heard_fromSeveralServers_confirmsWithTheLast() {
    assertThat(heard(1, 3)).isEmpty();
    assertThat(heard(2, 3)).isEmpty();
    assertThat(heard(1, 3)).isEmpty();
    assertThat(heard(1, 3)).isEqualTo(OptionalLong.of(1));
    assertThat(heard(2, 3)).isEmpty();
    assertThat(heard(2, 3)).hasValue(2);
  }

  @Test
  void heard_laterTimeIsComplete_earlierOnesNeverAreAgain() {
    heard(1, 2);
    heard(2, 2);
    assertThat(heard(2, 2)).hasValue(2);
    assertThat(heard(1, 2)).isEmpty();
  }

  @Test
  void heard_serverSaysNothing_neverConfirmsAndForgetsTheOldest() {
    for (int time = 0; time < 1000; time++) {
      assertThat(heard(time, 2)).isEmpty();
    }
    assertThat(heard(0, 2)).isEmpty();
    assertThat(heard(999, 2)).hasValue(999);
  }
}
