package selaras.connector;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.time.Duration;
import java.util.Timer;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;
import java.util.logging.Logger;

/**
 * One message-driven bean that consumes one queue, from its activation to its deactivation. Safe
 * for use by many threads.
 */
final class QueueConsumer {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration FIRST_POLL_PAUSE = Duration.ofMillis(10);
  private static final Duration LONGEST_POLL_PAUSE = Duration.ofMillis(250);
  private static final Logger LOG = Logger.getLogger(QueueConsumer.class.getName());

  private final CountDownLatch stopped = new CountDownLatch(1);
  private final LeaseKeeper keeper = new LeaseKeeper();
  private final BootstrapContext context;
  private final RemoteQueue queue;
  private final ActivationSettings settings;
  private final LongSupplier nanos;
  private final Endpoints endpoints;
  private final String name;
  private Timer timer;

  /**
   * @param nanos as {@link System#nanoTime}
   */
  QueueConsumer(
      BootstrapContext context,
      MessageEndpointFactory factory,
      RemoteQueue queue,
      ActivationSettings settings,
      LongSupplier nanos) {
    this.context = context;
    this.queue = queue;
    this.settings = settings;
    this.nanos = nanos;
    this.endpoints = new Endpoints(factory, settings.maxConcurrency());
    this.name = factory.getActivationName() + " on " + settings.queue();
  }

  void start() throws ResourceException {
    long period = settings.visibility().toMillis() / LeaseKeeper.TIMES;
    timer = context.createTimer();
    timer.schedule(keeper, period, period);
    context
        .getWorkManager()
        .scheduleWork(new Receiver(this, endpoints, queue, context.getWorkManager()));
    LOG.info(() -> name + ": consumes with " + settings);
  }

  /**
   * Receives no more and waits for the beans at work, at most for {@code stopTimeout}. A bean that
   * works longer may still finish and be acknowledged, until its lease ends.
   */
  void stop() {
    endReceiving();
    if (!endpoints.close(settings.stopTimeout())) {
      LOG.warning(() -> name + ": beans still at work; their messages come again when leases end");
    }
    if (timer != null) {
      timer.cancel();
    }
  }

  void endReceiving() {
    stopped.countDown();
  }

  boolean isRunning() {
    return stopped.getCount() > 0;
  }

  String name() {
    return name;
  }

  ActivationSettings settings() {
    return settings;
  }

  long nanoTime() {
    return nanos.getAsLong();
  }

  Backoff backoff() {
    return new Backoff(stopped, FIRST_PAUSE, LONGEST_PAUSE);
  }

  Backoff pollPause() {
    return new Backoff(stopped, FIRST_POLL_PAUSE, LONGEST_POLL_PAUSE);
  }

  /** The lease of a message that was asked for then; kept until it is settled. */
  Lease lease(LeasedMessage message, long asked) {
    Lease lease = new Lease(queue, message, settings.visibility(), nanos, asked);
    keeper.keep(lease);
    return lease;
  }

  void settled(Endpoint endpoint, Lease lease) {
    leave(lease);
    endpoints.give(endpoint);
  }

  /** Extends the lease no more. */
  void leave(Lease lease) {
    keeper.release(lease);
  }
}
