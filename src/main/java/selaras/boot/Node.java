package selaras.boot;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.logging.Level;
import java.util.logging.Logger;
import selaras.cluster.Topology;
import selaras.lock.LeaseKeeper;

/** Starts what has to run from the deployment on, before the first request. */
@ApplicationScoped
public class Node {
  private static final Logger LOG = Logger.getLogger(Node.class.getName());

  @Inject private Topology topology;
  @Inject private LeaseKeeper leaseKeeper;

  void start(@Observes @Initialized(ApplicationScoped.class) Object deployed) {
    LOG.log(
        Level.INFO,
        "{0} is up, keeping leases with {1}",
        new Object[] {topology.self(), leaseKeeper});
  }
}
