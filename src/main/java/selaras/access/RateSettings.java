package selaras.access;

import selaras.limits.Bound;

/**
 * How often one caller may call a node: a principal, or an address.
 *
 * @param perSecond calls in the long run; 0: as often as it likes
 * @param burst calls at once after a pause
 * @param callersMax callers of each kind that are told apart
 */
public record RateSettings(int perSecond, int burst, int callersMax) {
  public RateSettings {
    Bound.within("security.rate.per_second", 0, 1_000_000, perSecond);
    Bound.within("security.rate.burst", 1, 1_000_000, burst);
    Bound.atLeast("security.rate.callers.max", 1, callersMax);
  }

  public boolean isOff() {
    return perSecond == 0;
  }
}
