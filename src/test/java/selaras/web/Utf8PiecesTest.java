package selaras.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class Utf8PiecesTest {
  /** Texts with characters of one to four bytes, written in random parts, in all three ways. */
  @Test
  void write_randomParts_areTheTextAsUtf8() throws IOException {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 50; round++) {
      String text = text(random, random.nextInt(100_000));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (Utf8Pieces pieces = new Utf8Pieces(out)) {
        for (int at = 0; at < text.length(); ) {
          int most = Math.min(text.length() - at, random.nextInt(1, 50_000));
          at += write(pieces, text, at, random.nextInt(3) == 0 ? 1 : most);
        }
      }
      assertThat(out.toString(StandardCharsets.UTF_8)).as("seed %d", seed).isEqualTo(text);
    }
  }

  private static int write(Utf8Pieces pieces, String text, int at, int length) throws IOException {
    if (length == 1) {
      pieces.write(text.charAt(at));
    } else if (length % 2 == 0) {
      pieces.write(text, at, length);
    } else {
      pieces.write(text.toCharArray(), at, length);
    }
    return length;
  }

  private static String text(SplittableRandom random, int length) {
    int[] kinds = {'a', 'é', '€', 0x1F600};
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      text.appendCodePoint(kinds[random.nextInt(kinds.length)]);
    }
    return text.toString();
  }
}
