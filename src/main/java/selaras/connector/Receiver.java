package selaras.connector;

import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkManager;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Takes endpoints, then messages for them, and has them delivered. The only thread that asks the
 * server; there is one for each bean.
 */
final class Receiver implements Work {
  /** Messages of one answer; each has an endpoint before it is asked for. */
  private static final int BATCH = 10;

  private static final Duration LOOK_AROUND = Duration.ofMillis(500);
  private static final long START_MILLIS = 5_000;
  private static final Logger LOG = Logger.getLogger(Receiver.class.getName());

  private final QueueConsumer consumer;
  private final Endpoints endpoints;
  private final RemoteQueue queue;
  private final WorkManager workManager;
  private final Backoff afterFailure;
  private final Backoff whenEmpty;

  Receiver(
      QueueConsumer consumer, Endpoints endpoints, RemoteQueue queue, WorkManager workManager) {
    this.consumer = consumer;
    this.endpoints = endpoints;
    this.queue = queue;
    this.workManager = workManager;
    this.afterFailure = consumer.backoff();
    this.whenEmpty = consumer.pollPause();
  }

  @Override
  public void run() {
    while (consumer.isRunning() && !Thread.currentThread().isInterrupted()) {
      try {
        receive(endpoints.take(BATCH, LOOK_AROUND));
      } catch (UnavailableException | RuntimeException e) {
        failed("no endpoint", e);
      }
    }
  }

  private void receive(List<Endpoint> taken) {
    Deque<Endpoint> free = new ArrayDeque<>(taken);
    try {
      if (!free.isEmpty() && consumer.isRunning()) {
        fill(free);
      }
    } catch (QueueUnavailableException e) {
      failed("no messages", e);
    } finally {
      free.forEach(endpoints::give);
    }
  }

  /** Takes from the endpoints what the messages need. */
  private void fill(Deque<Endpoint> free) throws QueueUnavailableException {
    long asked = consumer.nanoTime();
    List<LeasedMessage> messages = queue.consume(free.size());
    if (!afterFailure.isFresh()) {
      afterFailure.reset();
      LOG.info(() -> consumer.name() + ": goes on");
    }
    List<Lease> leases = messages.stream().map(one -> consumer.lease(one, asked)).toList();
    for (Lease lease : leases) {
      start(new Delivery(consumer, free.remove(), lease));
    }
    if (!messages.isEmpty()) {
      whenEmpty.reset();
    } else if (consumer.nanoTime() - asked < consumer.settings().pollWait().toNanos() / 2) {
      whenEmpty.pause(); // the server did not wait
    }
  }

  private void start(Delivery delivery) {
    if (!consumer.isRunning()) {
      delivery.refuse(Duration.ZERO);
      return;
    }
    try {
      workManager.startWork(delivery, START_MILLIS, null, null);
    } catch (WorkException | RuntimeException e) {
      delivery.refuse(consumer.settings().redeliveryDelay());
      failed("no thread", e);
    }
  }

  private void failed(String what, Exception why) {
    LOG.log(
        afterFailure.isFresh() ? Level.WARNING : Level.FINE,
        () -> consumer.name() + ": " + what + ", will try again: " + why);
    afterFailure.pause();
  }

  /** Called when the container stops the adapter. */
  @Override
  public void release() {
    consumer.endReceiving();
  }
}
