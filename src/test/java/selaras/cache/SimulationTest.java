package selaras.cache;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Test;

class SimulationTest {
  private static final int SEEDS = 100;
  private static final int STEPS = 600;

  @Test
  void anySchedule_protocol_noCopyOlderThanHeardAndExclusiveAlone() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      try {
        new Simulation(seed, true).run(STEPS);
      } catch (AssertionError e) {
        fail("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  @Test
  void anySchedule_withoutFillTokens_isCaught() {
    assertThatThrownBy(
            () -> {
              for (long seed = 1; seed <= SEEDS; seed++) {
                new Simulation(seed, false).run(STEPS);
              }
            })
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("version of");
  }
}
