package selaras.cache;

import selaras.store.Fence;

/** The answer to a write. */
public sealed interface WriteOutcome {
  /**
   * @param version of the value written
   * @param state in which the write left the writing node's copy; I when it keeps none
   */
  record Written(long version, Mesi state) implements WriteOutcome {}

  /**
   * Refused; nothing happened.
   *
   * @param currentVersion the version there is; 0 when the key is absent
   */
  record VersionConflict(long currentVersion) implements WriteOutcome {}

  /** Refused, nothing happened: a newer token of the resource has been seen. */
  record StaleFence(Fence fence, long newestToken) implements WriteOutcome {}
}
