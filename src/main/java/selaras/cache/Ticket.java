package selaras.cache;

/**
 * Stands for one call to the origin, from before it is sent until its answer has been dealt with;
 * collects what is heard of the key meanwhile. It is the lease of Nishtala et al., "Scaling
 * Memcache at Facebook" (2013, section 3.2.1), held by the reader itself. Its number also names the
 * copy in the directory.
 *
 * <p>Thread-safety: changed under the lock of the key's stripe; {@link #isCurrent} may be read
 * without it.
 */
final class Ticket {
  final String key;
  final long number;
  final long startedAtNanos;

  private boolean shared;
  private long floor;
  private volatile boolean current = true;
  private volatile boolean keepable;

  Ticket(String key, long number, long startedAtNanos, boolean keepable) {
    this.key = key;
    this.number = number;
    this.startedAtNanos = startedAtNanos;
    this.keepable = keepable;
  }

  /** What the origin is to enter in the directory. */
  long holder() {
    return keepable ? number : Origin.NO_COPY;
  }

  /** Whether nothing was heard that makes an answer to this call older than it could be. */
  boolean isCurrent() {
    return current;
  }

  /** Another node wrote the key, or may have: whatever this call brings may be old. */
  void invalidate() {
    keepable = false;
    current = false;
  }

  /** Another node loaded the key: this copy will not be alone. */
  void share() {
    shared = true;
  }

  /** This node knows that the key has reached a version: an older one is not to be kept. */
  void raise(long version) {
    floor = Math.max(floor, version);
    current = false;
  }

  boolean mayKeep(long version) {
    return keepable && version >= floor;
  }

  Copy asCopy(String value, long version, Mesi state, long expiresAtNanos) {
    Copy copy = new Copy(value, version, state, expiresAtNanos, number);
    return shared ? copy.on(Mesi.Event.OTHER_READ) : copy;
  }
}
