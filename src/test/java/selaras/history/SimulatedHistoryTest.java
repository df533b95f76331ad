package selaras.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The checker on long histories of a right lock, and on those of wrong ones. */
final class SimulatedHistoryTest {
  private static final int RUNS = 10;
  private static final int SECONDS = 2;

  /** Enough for most; a run that needs more counts as not caught. */
  private static final long STEPS = 5_000;

  private final long seed = Long.getLong("seed", System.nanoTime());

  @Test
  void check_rightLock_explainedWhateverTheSeed() {
    for (long run = seed; run < seed + RUNS; run++) {
      Verdict verdict = Linearizability.check(new Simulation(run, Flaw.NONE, SECONDS).run());
      assertThat(verdict).as("seed %d", run).isInstanceOf(Verdict.Linearizable.class);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
  void check_wrongLock_caughtWithMostSeeds(Flaw flaw) {
    long caught =
        LongStream.rangeClosed(1, RUNS)
            .mapToObj(run -> new Simulation(run, flaw, SECONDS).run())
            .map(history -> Linearizability.check(history, STEPS))
            .filter(Verdict.Violation.class::isInstance)
            .count();
    assertThat(caught)
        .as("%s in histories of %d s", flaw, SECONDS)
        .isGreaterThanOrEqualTo(RUNS * 7 / 10);
  }
}
