package selaras.cache;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Test;

/** {@code -Dselaras.cache.seeds=100000}: how many schedules each. */
class SimulationTest {
  private static final long SEEDS = Long.getLong("selaras.cache.seeds", 500);
  private static final int STEPS = 2_000;

  @Test
  void anySchedule_messagesComeOnceInOrder_withinTheBoundAndAgreed() {
    check(true);
  }

  @Test
  void anySchedule_messagesLostDoubledAndOvertaken_withinTheBoundAndAgreed() {
    check(false);
  }

  private static void check(boolean reliable) {
    for (long seed = 1; seed <= SEEDS; seed++) {
      try {
        new Simulation(seed, reliable, Flaw.NONE).run(STEPS);
      } catch (AssertionError e) {
        fail("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  @Test
  void anySchedule_withoutFillTokens_isCaught() {
    // even when no message is lost
    checkCaught(true, Flaw.NO_FILL_TOKENS, "stale");
  }

  @Test
  void anySchedule_withoutRepair_isCaught() {
    checkCaught(false, Flaw.NO_REPAIR, "stale");
  }

  @Test
  void anySchedule_sharedReadsThatAreOld_isCaught() {
    checkCaught(true, Flaw.OLD_READS_SHARED, "stale");
  }

  @Test
  void anySchedule_assentBeforeCopiesAreDropped_isCaught() {
    checkCaught(true, Flaw.EARLY_ASSENT, "after a strict write");
  }

  @Test
  void anySchedule_strictWritersWaitTooShort_isCaught() {
    checkCaught(true, Flaw.IMPATIENCE, "after a strict write");
  }

  private static void checkCaught(boolean reliable, Flaw flaw, String complaint) {
    assertThatThrownBy(
            () -> {
              for (long seed = 1; seed <= SEEDS; seed++) {
                new Simulation(seed, reliable, flaw).run(STEPS);
              }
            })
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(complaint);
  }
}
