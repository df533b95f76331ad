package selaras.cache;

import selaras.store.Fence;

/** The answer to a read. */
public sealed interface ReadOutcome {
  /** Where a value came from. */
  enum Source {
    CACHE,
    REDIS
  }

  /**
   * @param state of this node's copy after the read; I when it keeps none
   */
  record Found(String value, long version, Mesi state, Source source) implements ReadOutcome {}

  record Absent() implements ReadOutcome {}

  /** Refused, nothing happened: a newer token of the resource has been seen. */
  record StaleFence(Fence fence, long newestToken) implements ReadOutcome {}
}
