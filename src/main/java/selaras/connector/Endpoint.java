package selaras.connector;

import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.lang.reflect.Method;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A place in the container where one message at a time can be delivered. Not thread-safe; may go
 * from thread to thread.
 */
final class Endpoint implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Endpoint.class.getName());
  private static final long CREATION_MILLIS = 10_000;
  private static final Method ON_MESSAGE = onMessage();

  private final MessageEndpoint endpoint;
  private final DeliveryTransaction transaction;
  private boolean usable = true;

  private Endpoint(MessageEndpoint endpoint, DeliveryTransaction transaction) {
    this.endpoint = endpoint;
    this.transaction = transaction;
  }

  /** Waits a moment while the application is being deployed. */
  static Endpoint of(MessageEndpointFactory factory) throws UnavailableException {
    DeliveryTransaction transaction = isTransacted(factory) ? new DeliveryTransaction() : null;
    MessageEndpoint endpoint = factory.createEndpoint(transaction, CREATION_MILLIS);
    if (!(endpoint instanceof QueueListener)) {
      endpoint.release();
      throw new UnavailableException("the application has a QueueListener of its own: take it out");
    }
    return new Endpoint(endpoint, transaction);
  }

  private static boolean isTransacted(MessageEndpointFactory factory) throws UnavailableException {
    try {
      return factory.isDeliveryTransacted(ON_MESSAGE);
    } catch (NoSuchMethodException e) {
      throw new UnavailableException(e);
    }
  }

  /** Whether the bean has returned and the transaction, if there is one, is committed. */
  boolean deliver(Lease lease) {
    if (transaction != null) {
      transaction.begin(lease);
    }
    usable = false;
    try {
      endpoint.beforeDelivery(ON_MESSAGE);
      boolean returned = call(lease.message());
      endpoint.afterDelivery();
      usable = returned;
      return returned && (transaction == null || transaction.isCommitted());
    } catch (Exception | LinkageError e) {
      LOG.warning(() -> lease.message().id() + ": not delivered: " + e);
      return false;
    }
  }

  private boolean call(QueueMessage message) {
    try {
      ((QueueListener) endpoint).onMessage(message);
      return true;
    } catch (Exception | Error e) {
      // the container has logged it; the transaction is ended all the same
      LOG.log(Level.FINE, message.id() + ": the bean threw", e);
      return false;
    }
  }

  /** Whether another delivery may follow. */
  boolean isUsable() {
    return usable;
  }

  @Override
  public void close() {
    endpoint.release();
  }

  private static Method onMessage() {
    try {
      return QueueListener.class.getMethod("onMessage", QueueMessage.class);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }
}
