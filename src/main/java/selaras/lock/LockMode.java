package selaras.lock;

/** How a resource is held. */
public enum LockMode {
  /** Together with any number of other shared holders. */
  SHARED,
  /** Alone. */
  EXCLUSIVE
}
