package selaras.cache;

/**
 * What this node remembers of a key. Immutable.
 *
 * @param value JSON text
 * @param version rises with every write of the key
 * @param state M, E or S; what is I is not there
 * @param expiresAtNanos when it may no longer be served, by this node's monotonic clock
 * @param ticket names this copy among the holders in the directory
 */
record Copy(String value, long version, Mesi state, long expiresAtNanos, long ticket) {
  boolean isExpired(long nowNanos) {
    return nowNanos - expiresAtNanos >= 0;
  }

  Copy on(Mesi.Event event) {
    Mesi next = state.on(event);
    return next == state ? this : new Copy(value, version, next, expiresAtNanos, ticket);
  }
}
