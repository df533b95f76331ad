package selaras.boot;

import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.util.logging.Level;
import java.util.logging.Logger;
import selaras.answers.Completions;
import selaras.cache.redis.CacheMessages;
import selaras.cache.redis.RedisOrigin;
import selaras.cluster.NodeState;
import selaras.cluster.Topology;
import selaras.consensus.ratis.RatisConsensus;
import selaras.lock.LeaseKeeper;
import selaras.lock.LockMirror;
import selaras.lock.MirrorSettings;
import selaras.queue.Housekeeper;
import selaras.queue.Waiters;
import selaras.queue.redis.QueueMessages;
import selaras.store.redis.RedisStore;
import selaras.store.redis.Subscription;
import selaras.webhook.WebhookKeeper;
import selaras.webhook.http.HttpCalls;

/**
 * Starts the parts of this node before its first request, when it has been deployed, and stops
 * them, in the opposite order, after its last. The container unloads classes after these two calls,
 * which is why nothing is left to the end of the beans.
 */
@WebListener
public class Node implements ServletContextListener {
  private static final Logger LOG = Logger.getLogger(Node.class.getName());

  @Inject private Settings settings;
  @Inject private NodeState state;
  @Inject private Topology topology;
  @Inject private RedisStore store;
  @Inject private RatisConsensus consensus;
  @Inject private Completions completions;
  @Inject private LeaseKeeper leases;
  @Inject private LockMirror mirror;
  @Inject private MirrorSettings mirroring;
  @Inject private RedisOrigin origin;
  @Inject private Subscription subscription;
  @Inject private CacheMessages messages;
  @Inject private Housekeeper housekeeper;
  @Inject private QueueMessages queueMessages;
  @Inject private Waiters waiters;
  @Inject private WebhookKeeper webhooks;
  @Inject private HttpCalls webhookCalls;
  @Inject private Departure departure;

  private final Deployment deployment = new Deployment(this::start);
  private boolean destroyed;

  @Override
  public void contextInitialized(ServletContextEvent event) {
    deployment.listen();
  }

  private synchronized void start() {
    if (destroyed) {
      return;
    }
    consensus.start();
    leases.start();
    mirror.start(mirroring.interval());
    subscription.start();
    housekeeper.start(settings.sweepInterval());
    queueMessages.start(waiters::rang);
    waiters.start();
    webhooks.start(settings.sweepInterval());
    state.started();
    Termination.doBefore(departure::leave);
    LOG.log(Level.INFO, "{0} is up", topology.self());
  }

  @Override
  public synchronized void contextDestroyed(ServletContextEvent event) {
    destroyed = true;
    deployment.close();
    departure.hasLeft();
    webhookCalls.close();
    queueMessages.close();
    // the end of the subscription lets go of all copies; the origin then still strikes them
    subscription.close();
    messages.close();
    origin.close();
    mirror.close();
    leases.close();
    consensus.close();
    completions.close();
    store.close();
    LOG.log(Level.INFO, "{0} has stopped", topology.self());
  }
}
