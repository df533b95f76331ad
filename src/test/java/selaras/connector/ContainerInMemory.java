package selaras.connector;

import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.XATerminator;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.resource.spi.work.ExecutionContext;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkContext;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkListener;
import jakarta.resource.spi.work.WorkManager;
import jakarta.resource.spi.work.WorkRejectedException;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.Timer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;

/**
 * As much of a container as delivers messages. Like Payara it swallows what goes wrong with a
 * commit; unlike it, it is short of endpoints and threads as chance has it. Thread-safe.
 */
final class ContainerInMemory implements BootstrapContext, WorkManager, MessageEndpointFactory {
  final Set<String> committed = ConcurrentHashMap.newKeySet();
  final AtomicInteger endpoints = new AtomicInteger();
  final AtomicInteger atWork = new AtomicInteger();
  final AtomicInteger mostAtWork = new AtomicInteger();
  private final Chance chance;

  ContainerInMemory(Chance chance) {
    this.chance = chance;
  }

  /** A bean that returns or throws, with a transaction that commits or not. */
  private final class Bean implements MessageEndpoint, QueueListener {
    private final XAResource resource;
    private String done;

    Bean(XAResource resource) {
      this.resource = resource;
    }

    @Override
    public void beforeDelivery(Method method) {
      if (chance.of(0.05)) {
        throw new IllegalStateException("the container is closing");
      }
      atWork.incrementAndGet();
    }

    @Override
    public void onMessage(QueueMessage message) {
      mostAtWork.accumulateAndGet(atWork.get(), Math::max);
      done = chance.of(0.2) ? null : message.id();
      if (chance.of(0.1)) {
        done = null;
        throw new IllegalArgumentException("thrown by the bean");
      }
    }

    @Override
    public void afterDelivery() {
      atWork.decrementAndGet();
      try {
        if (done == null) {
          resource.rollback(null);
        } else if (chance.of(0.5)) {
          resource.commit(null, true);
          committed.add(done);
        } else if (resource.prepare(null) == XAResource.XA_OK) {
          committed.add(done);
          resource.commit(null, false);
        }
      } catch (XAException swallowed) {
        // as Payara does
      }
    }

    @Override
    public void release() {
      endpoints.decrementAndGet();
    }
  }

  @Override
  public MessageEndpoint createEndpoint(XAResource resource) throws UnavailableException {
    if (chance.of(0.2)) {
      throw new UnavailableException("the pool is full");
    }
    endpoints.incrementAndGet();
    return new Bean(resource);
  }

  @Override
  public MessageEndpoint createEndpoint(XAResource resource, long timeout)
      throws UnavailableException {
    return createEndpoint(resource);
  }

  @Override
  public boolean isDeliveryTransacted(Method method) {
    return true;
  }

  @Override
  public String getActivationName() {
    return "bean";
  }

  @Override
  public Class<?> getEndpointClass() {
    return Bean.class;
  }

  @Override
  public void scheduleWork(Work work) {
    Thread.ofPlatform().daemon().start(work);
  }

  @Override
  public long startWork(Work work, long timeout, ExecutionContext context, WorkListener listener)
      throws WorkException {
    if (chance.of(0.1)) {
      throw new WorkRejectedException("no thread");
    }
    Thread.ofPlatform().daemon().start(work);
    return 0;
  }

  @Override
  public WorkManager getWorkManager() {
    return this;
  }

  @Override
  public Timer createTimer() {
    return new Timer(true);
  }

  @Override
  public XATerminator getXATerminator() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isContextSupported(Class<? extends WorkContext> context) {
    return false;
  }

  @Override
  public TransactionSynchronizationRegistry getTransactionSynchronizationRegistry() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void doWork(Work work) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void doWork(Work work, long timeout, ExecutionContext context, WorkListener listener) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long startWork(Work work) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void scheduleWork(
      Work work, long timeout, ExecutionContext context, WorkListener listener) {
    throw new UnsupportedOperationException();
  }
}
