package selaras.cache;

/**
 * A copy as an operator sees it.
 *
 * @param version 0 when what is remembered is that the key is absent
 * @param servedForMillis how long it may still be served, if nothing is heard of it
 */
public record LocalCopy(String key, Mesi state, long version, long servedForMillis) {
  public boolean isAbsence() {
    return version == 0;
  }
}
