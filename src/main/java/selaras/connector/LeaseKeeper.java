package selaras.connector;

import java.util.Set;
import java.util.TimerTask;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Extends the leases of all messages at work, each time the container's timer says so. */
final class LeaseKeeper extends TimerTask {
  /** So many times within one lease, so that two failures in a row do not end it. */
  static final int TIMES = 3;

  private static final Logger LOG = Logger.getLogger(LeaseKeeper.class.getName());

  private final Set<Lease> leases = ConcurrentHashMap.newKeySet();

  void keep(Lease lease) {
    leases.add(lease);
  }

  void release(Lease lease) {
    leases.remove(lease);
  }

  @Override
  public void run() {
    try {
      leases.forEach(Lease::extend);
    } catch (RuntimeException e) {
      // thrown on, it would end the timer for good
      LOG.log(Level.WARNING, "leases not extended", e);
    }
  }
}
