package selaras.cache;

/**
 * The state of a copy, after Papamarcos and Patel, "A low-overhead coherence solution for
 * multiprocessors with private cache memories" (1984). As every write goes through to the source of
 * truth at once, M differs from E only in who made the value; neither has to be written back.
 *
 * <p>A pure state machine: {@link #on} is total and has no side effect.
 */
public enum Mesi {
  /** Modified: this node wrote it last and alone has it. */
  M,
  /** Exclusive: this node alone loaded it. */
  E,
  /** Shared: others may have it too. */
  S,
  /** Invalid: this node has no copy. */
  I;

  /** What happens to a copy. */
  public enum Event {
    /** This node wrote the key. */
    OWN_WRITE,
    /** This node loaded the key and nobody else held it. */
    LOAD_ALONE,
    /** This node loaded the key and others held it. */
    LOAD_SHARED,
    /** Another node loaded the key. */
    OTHER_READ,
    /** Another node wrote or deleted the key. */
    OTHER_WRITE
  }

  /** The state after the event. */
  public Mesi on(Event event) {
    return switch (event) {
      case OWN_WRITE -> M;
      case LOAD_ALONE -> this == I ? E : this;
      case LOAD_SHARED -> S;
      case OTHER_READ -> this == I ? I : S;
      case OTHER_WRITE -> I;
    };
  }

  /** Whether no other node has a copy in any state but I. */
  public boolean isExclusive() {
    return this == M || this == E;
  }
}
