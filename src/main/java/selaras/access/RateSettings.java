package selaras.access;

/**
 * How often one caller may call a node: a principal, or an address.
 *
 * @param perSecond calls in the long run; 0: as often as it likes
 * @param burst calls at once after a pause
 * @param callersMax callers of each kind that are told apart
 */
public record RateSettings(int perSecond, int burst, int callersMax) {
  public RateSettings {
    if (perSecond < 0 || perSecond > 1_000_000 || burst < 1 || burst > 1_000_000) {
      throw new IllegalArgumentException(
          "security.rate.per_second=%d must be 0 to 1000000, security.rate.burst=%d 1 to 1000000"
              .formatted(perSecond, burst));
    }
    if (callersMax < 1) {
      throw new IllegalArgumentException(
          "security.rate.callers.max must be at least 1: " + callersMax);
    }
  }

  public boolean isOff() {
    return perSecond == 0;
  }
}
