package selaras.history;

/** How a lock is held: by one alone, or by any number of readers. */
enum Mode {
  SHARED,
  EXCLUSIVE;

  boolean excludes(Mode other) {
    return this == EXCLUSIVE || other == EXCLUSIVE;
  }
}
