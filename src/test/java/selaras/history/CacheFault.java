package selaras.history;

/** What is done to the cache of a cluster. */
enum CacheFault {
  /** Redis closes the connections on which the nodes listen. */
  SUBSCRIPTIONS_KILLED,
  /** A node stands still for longer than the bound of staleness, and goes on. */
  NODE_PAUSED,
  /** A node stands still for so short that it may go on serving its copies. */
  NODE_PAUSED_BRIEFLY,
  /** Redis is killed and started again. */
  REDIS_RESTARTED
}
