package selaras.cache;

/**
 * What this node remembers of a key. Immutable.
 *
 * @param value JSON text; null when it is that the key is absent
 * @param version rises with every write of the key; 0 when it is absent
 * @param state M, E or S; what is I is not there
 * @param expiresAtNanos when it may no longer be served, by this node's monotonic clock
 * @param sequence the last change of the partition which this takes in
 * @param ticket names this copy among the holders in the directory
 */
record Copy(
    String value, long version, Mesi state, long expiresAtNanos, long sequence, long ticket) {
  /** The absence of a key, which any number of nodes may remember. */
  static Copy ofAbsence(long expiresAtNanos, long sequence) {
    return new Copy(null, 0, Mesi.S, expiresAtNanos, sequence, Origin.NO_COPY);
  }

  boolean isAbsence() {
    return value == null;
  }

  boolean isExpired(long nowNanos) {
    return nowNanos - expiresAtNanos >= 0;
  }

  Copy on(Mesi.Event event) {
    Mesi next = state.on(event);
    return next == state ? this : new Copy(value, version, next, expiresAtNanos, sequence, ticket);
  }
}
