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
  private long heard;
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

  /** Whether nothing was heard that could make an answer to this call old. */
  boolean isCurrent() {
    return current;
  }

  /** Something unknown may have happened to the key: whatever this call brings may be old. */
  void invalidate() {
    keepable = false;
    current = false;
  }

  /** The key was changed: an answer that does not take in this change is old. */
  void hear(long sequence) {
    heard = Math.max(heard, sequence);
    current = false;
  }

  /** This node knows that the key has reached a version: an older one is not to be kept. */
  void raise(long version) {
    floor = Math.max(floor, version);
    current = false;
  }

  /** Whether another call was answered with this version meanwhile, and none with a newer one. */
  boolean wasTold(long version) {
    return floor == version;
  }

  /** Another node loaded the key: this copy will not be alone. */
  void share() {
    shared = true;
  }

  boolean mayKeep(long version, long sequence) {
    return keepable && version >= floor && sequence >= heard;
  }

  /** Absence has no version: it may be older than any. */
  boolean mayKeepAbsence(long sequence) {
    return keepable && floor == 0 && sequence >= heard;
  }

  Copy asCopy(String value, long version, Mesi state, long expiresAtNanos, long sequence) {
    Copy copy = new Copy(value, version, state, expiresAtNanos, sequence, number);
    return shared ? copy.on(Mesi.Event.OTHER_READ) : copy;
  }
}
