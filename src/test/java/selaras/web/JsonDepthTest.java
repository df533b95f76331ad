package selaras.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonDepthTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "7|0",
        "{}|1",
        "[1,2]|1",
        "{\"a\":[{}],\"b\":[]}|3",
        "[[],[],[]]|2",
        "\"[[[\"|0",
        "{\"[[\":\"]\\\"[[\",\"b\":[]}|2",
        "[\"\\\\\",[[]]]|3",
        "[[|2",
      })
  void of_text_mostOpenAtOnce(String text, int depth) {
    assertThat(JsonDepth.of(text)).isEqualTo(depth);
  }

  @Test
  void of_aMillionLevels_found() {
    assertThat(JsonDepth.of("[".repeat(1_000_000))).isEqualTo(1_000_000);
  }
}
