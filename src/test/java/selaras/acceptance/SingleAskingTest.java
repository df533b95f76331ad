package selaras.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import selaras.testing.Answer;

class SingleAskingTest {
  private static boolean mayHaveLeased(String body) {
    HttpHeaders none = HttpHeaders.of(Map.of(), (name, value) -> true);
    return SingleAsking.mayHaveLeased(new Answer(503, none, body, Duration.ZERO));
  }

  @Test
  void mayHaveLeased_saysNotApplied_no() {
    assertThat(mayHaveLeased("{\"may_have_been_applied\":false}")).isFalse();
  }

  @Test
  void mayHaveLeased_anythingElse_yes() {
    assertThat(mayHaveLeased("{\"may_have_been_applied\":true}")).isTrue();
    assertThat(mayHaveLeased("{}")).isTrue();
    assertThat(mayHaveLeased("<html>")).isTrue();
    assertThat(mayHaveLeased("")).isTrue();
  }
}
