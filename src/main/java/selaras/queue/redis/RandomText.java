package selaras.queue.redis;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Draws what must be unique and impossible to guess. Thread-safe. */
final class RandomText {
  private static final SecureRandom RANDOM = new SecureRandom();

  private RandomText() {}

  /** 64 random bits in hexadecimal. */
  static String next() {
    return HexFormat.of().toHexDigits(RANDOM.nextLong());
  }
}
