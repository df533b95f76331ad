package selaras.connector.sample;

import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.transaction.TransactionSynchronizationRegistry;
import selaras.connector.QueueListener;
import selaras.connector.QueueMessage;

/** A bean of which one works at a time, and which gets no message more than twice. */
@MessageDriven(
    activationConfig = {
      @ActivationConfigProperty(propertyName = "nodes", propertyValue = "${ENV=SELARAS_NODES}"),
      @ActivationConfigProperty(propertyName = "queue", propertyValue = "${ENV=ONE_BY_ONE}"),
      @ActivationConfigProperty(propertyName = "maxConcurrency", propertyValue = "1"),
      @ActivationConfigProperty(propertyName = "maxDeliveries", propertyValue = "2"),
      @ActivationConfigProperty(propertyName = "redeliveryDelay", propertyValue = "100")
    })
public class OneByOne implements QueueListener {
  @Resource private TransactionSynchronizationRegistry transaction;

  @Override
  public void onMessage(QueueMessage message) {
    new Work(message, transaction).run();
  }
}
