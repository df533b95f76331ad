package selaras.connector;

import jakarta.resource.spi.work.Work;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** One message on its way through one endpoint, on a thread of the container. */
final class Delivery implements Work {
  private final QueueConsumer consumer;
  private final Endpoint endpoint;
  private final Lease lease;
  private final AtomicBoolean over = new AtomicBoolean();

  Delivery(QueueConsumer consumer, Endpoint endpoint, Lease lease) {
    this.consumer = consumer;
    this.endpoint = endpoint;
    this.lease = lease;
  }

  @Override
  public void run() {
    if (over.compareAndSet(false, true)) {
      try {
        work();
      } finally {
        consumer.settled(endpoint, lease);
      }
    }
  }

  private void work() {
    ActivationSettings settings = consumer.settings();
    int left = settings.maxDeliveries() - lease.message().deliveries();
    if (left >= 0 && !lease.isGoodForWork()) {
      // nobody has failed with it: also on its last delivery it is not given up
      lease.giveBack(settings.redeliveryDelay());
    } else if (left >= 0 && endpoint.deliver(lease)) {
      lease.acknowledge(consumer.backoff());
    } else if (left > 0) {
      lease.giveBack(settings.redeliveryDelay());
    } else {
      lease.giveUp();
    }
  }

  /** Gives the message back without delivering it, unless that has begun. */
  void refuse(Duration delay) {
    if (over.compareAndSet(false, true)) {
      lease.giveBack(delay);
      consumer.settled(endpoint, lease);
    }
  }

  /** The container wants its threads back; the bean is not interrupted, its lease ends. */
  @Override
  public void release() {
    consumer.leave(lease);
  }
}
