package selaras.history;

import java.util.List;

/** An object after some operations, each of which took effect as early as it could. Immutable. */
interface State<S extends State<S>> {

  /** When the last operation took effect. */
  long now();

  /** What two states have to have in common to be compared. */
  List<Long> kind();

  /** Whether whatever can follow the other can follow this, which is of the same kind. */
  boolean isAtLeastAsFreeAs(S other);

  /** How many operations of unknown outcome are taken to have had an effect. */
  int assumptions();
}
