package selaras.store;

/** The shared store, as far as those need to know it who only ask whether it is there. */
public interface Store {

  /** Whether it answers now; bounded by the configured time-out. */
  boolean isReachable();

  /** The connections of this node right now; never blocks. */
  PoolView pool();
}
