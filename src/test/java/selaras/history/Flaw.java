package selaras.history;

/** What is wrong with a simulated lock. */
enum Flaw {
  NONE,
  /** Leases end some milliseconds early. */
  EARLY_EXPIRY,
  /** A new leader does not know of the last grant. */
  GRANT_LOST_AT_FAILOVER,
  /** A lease that has ended is renewed, although another may have held the lock meanwhile. */
  RESURRECTION,
  /** A new leader begins to count tokens where a snapshot left off. */
  TOKEN_REUSED_AT_FAILOVER,
  /** Reads are answered from a copy that is behind. */
  STALE_CHECK
}
