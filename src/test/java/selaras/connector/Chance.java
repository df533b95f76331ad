package selaras.connector;

import java.util.Random;

/** Seeded coin tosses, until they are over: from then on nothing unlikely happens. Thread-safe. */
final class Chance {
  private final Random random;
  private volatile boolean over;

  Chance(long seed) {
    random = new Random(seed);
  }

  boolean of(double probability) {
    return !over && random.nextDouble() < probability;
  }

  void end() {
    over = true;
  }
}
