package selaras.queue;

/** What became of a {@link LeaseCommand}. */
public enum LeaseOutcome {
  DONE,
  /** Refused and nothing changed: the message was delivered again, settled, or is unknown. */
  NOT_LATEST
}
