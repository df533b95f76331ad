package selaras.history;

import java.util.List;

/** The sequential specification of an object, as a client may rely on it. Immutable. */
interface Model<S extends State<S>> {

  /** Before all operations. */
  S initial();

  /**
   * How the object may stand after the operation has taken effect, the plainest explanation first;
   * none when it cannot have been answered like that. The time of effect is {@link State#now}.
   */
  List<S> after(S before, Operation operation);
}
