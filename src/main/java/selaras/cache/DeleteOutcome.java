package selaras.cache;

import selaras.store.Fence;

/** The answer to a deletion. */
public sealed interface DeleteOutcome {
  /**
   * @param version of the deletion; a later write has a higher one
   */
  record Deleted(long version) implements DeleteOutcome {}

  record Absent() implements DeleteOutcome {}

  /** Refused, nothing happened: a newer token of the resource has been seen. */
  record StaleFence(Fence fence, long newestToken) implements DeleteOutcome {}
}
