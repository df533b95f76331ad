package selaras.boot;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import selaras.cluster.Admission;
import selaras.cluster.NodeState;
import selaras.cluster.Topology;
import selaras.consensus.ratis.RatisConsensus;
import selaras.lock.PendingGrants;
import selaras.queue.Housekeeper;
import selaras.queue.Waiters;
import selaras.webhook.WebhookKeeper;

/**
 * How this node leaves its clients, in this order: it is not ready any more; another node leads;
 * others own its queues; new calls are refused, and no webhook is called any more; calls that wait
 * are sent elsewhere, the others answered; the connections are closed. Whoever sends again what was
 * refused or cut off needs to do so once.
 */
@Singleton
public class Departure {
  private static final Logger LOG = Logger.getLogger(Departure.class.getName());

  private final Topology topology;
  private final NodeState state;
  private final RatisConsensus consensus;
  private final Admission admission;
  private final Housekeeper housekeeper;
  private final WebhookKeeper webhooks;
  private final Settings settings;

  @Inject
  Departure(
      Topology topology,
      NodeState state,
      RatisConsensus consensus,
      Admission admission,
      PendingGrants grants,
      Waiters waiters,
      Housekeeper housekeeper,
      WebhookKeeper webhooks,
      Settings settings) {
    this.topology = topology;
    this.state = state;
    this.consensus = consensus;
    this.admission = admission;
    this.housekeeper = housekeeper;
    this.webhooks = webhooks;
    this.settings = settings;
    admission.endWaitsBy(grants::stop);
    admission.endWaitsBy(waiters::close);
  }

  /** Bounded by the notice, two seconds for another leader, the patience, and one second more. */
  void leave() {
    LOG.log(Level.INFO, "{0} stops", topology.self());
    state.stopping();
    try {
      Thread.sleep(settings.stopNotice());
      consensus.handOver();
      close(settings.stopPatience());
      admission.endLines();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The same when the application alone ends, and the server has answered its last call. */
  void hasLeft() {
    state.stopping();
    try {
      close(Duration.ZERO);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void close(Duration patience) throws InterruptedException {
    housekeeper.close();
    admission.close(patience);
    webhooks.close();
    if (admission.underWay() > 0) {
      LOG.log(Level.WARNING, "{0} calls were cut off", admission.underWay());
    }
  }
}
