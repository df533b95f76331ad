package selaras.store;

import java.util.List;

/** The shared store, as far as those need to know it who only ask whether it is there. */
public interface Store {

  /** Whether it answers now; bounded by the configured time-out. */
  boolean isReachable();

  /** The connections of this node right now; never blocks. */
  PoolView pool();

  /** How it is set up, as far as this node knows now; asks nobody. */
  Setup setup();

  /**
   * @param form the way in which it is run: {@code standalone}, {@code sentinel} or {@code cluster}
   * @param servers {@code host:port} of those in charge; empty when none is known yet
   */
  record Setup(String form, List<String> servers) {}
}
