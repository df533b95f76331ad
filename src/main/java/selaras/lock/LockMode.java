package selaras.lock;

/** How a resource is held. */
public enum LockMode {
  /** Together with any number of other shared holders. */
  SHARED,
  /** Alone. */
  EXCLUSIVE,
  /** As a counting semaphore: some of its permits. */
  PERMITS
}
