package selaras.cache;

/** What is wrong with a simulated cache. */
enum Flaw {
  NONE,
  /** Reads take their ticket only when the answer is there: a cache without fill tokens. */
  NO_FILL_TOKENS,
  /** Nodes believe that they have heard of all changes: a cache without the repair task. */
  NO_REPAIR,
  /** Readers join any read of their key that is under way. */
  OLD_READS_SHARED,
  /** Nodes consent to strict writes before they have dropped their copies. */
  EARLY_ASSENT,
  /** Strict writers wait for half the time that a silent node may serve its copies. */
  IMPATIENCE
}
