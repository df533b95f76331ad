package selaras.bench;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Draws numbers of which the n-th most popular comes about as often as one n-th of the first
 * (exponent 1). Not thread-safe.
 */
final class Zipf {
  private final double[] cumulated;
  private final SplittableRandom random;

  Zipf(int count, long seed) {
    this.cumulated = new double[count];
    this.random = new SplittableRandom(seed);
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += 1.0 / (i + 1);
      cumulated[i] = sum;
    }
  }

  /** From 0, the most popular first. */
  int next() {
    double point = random.nextDouble() * cumulated[cumulated.length - 1];
    int at = Arrays.binarySearch(cumulated, point);
    return at < 0 ? -at - 1 : at;
  }
}
