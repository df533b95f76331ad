package selaras.cache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MesiTest {
  @ParameterizedTest
  @CsvSource({
    "M, OWN_WRITE,   M", "E, OWN_WRITE,   M", "S, OWN_WRITE,   M", "I, OWN_WRITE,   M",
    "M, LOAD_ALONE,  M", "E, LOAD_ALONE,  E", "S, LOAD_ALONE,  S", "I, LOAD_ALONE,  E",
    "M, LOAD_SHARED, S", "E, LOAD_SHARED, S", "S, LOAD_SHARED, S", "I, LOAD_SHARED, S",
    "M, OTHER_READ,  S", "E, OTHER_READ,  S", "S, OTHER_READ,  S", "I, OTHER_READ,  I",
    "M, OTHER_WRITE, I", "E, OTHER_WRITE, I", "S, OTHER_WRITE, I", "I, OTHER_WRITE, I",
  })
  void on_everyStateAndEvent_asInTheTable(Mesi before, Mesi.Event event, Mesi after) {
    assertThat(before.on(event)).isEqualTo(after);
  }

  @ParameterizedTest
  @CsvSource({"M, true", "E, true", "S, false", "I, false"})
  void isExclusive_everyState_onlyModifiedAndExclusive(Mesi state, boolean exclusive) {
    assertThat(state.isExclusive()).isEqualTo(exclusive);
  }
}
