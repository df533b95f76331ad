package selaras.history;

/** What a client was told. */
sealed interface Reply {

  /** The lock is its own, for the lease it asked for, under this fencing token. */
  record Granted(long token) implements Reply {}

  /** Others hold the lock, or wait for it. */
  record Refused() implements Reply {}

  record Renewed() implements Reply {}

  record Released() implements Reply {}

  /** There is nothing to renew or release, or not any more. */
  record NotHeld() implements Reply {}

  record Current() implements Reply {}

  record NotCurrent() implements Reply {}

  /** The register has this value, of this version; version 0: it has none. */
  record Value(long version, long value) implements Reply {}

  /** The value was written, as this version. */
  record Written(long version) implements Reply {}

  /** No answer, or one that leaves it open: it happened, happens some time later, or never. */
  record Unknown() implements Reply {}
}
