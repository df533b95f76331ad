package selaras.cache;

/** The answer to a deletion. */
public sealed interface DeleteOutcome {
  /**
   * @param version of the deletion; a later write has a higher one
   */
  record Deleted(long version) implements DeleteOutcome {}

  record Absent() implements DeleteOutcome {}
}
