package selaras.connector.sample;

import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.transaction.TransactionSynchronizationRegistry;
import selaras.connector.QueueListener;
import selaras.connector.QueueMessage;

/** A bean as an application has it, of which several work at once. */
@MessageDriven(
    activationConfig = {
      @ActivationConfigProperty(propertyName = "nodes", propertyValue = "${ENV=SELARAS_NODES}"),
      @ActivationConfigProperty(propertyName = "queue", propertyValue = "${ENV=ORDERS}"),
      @ActivationConfigProperty(propertyName = "maxConcurrency", propertyValue = "4"),
      @ActivationConfigProperty(propertyName = "visibility", propertyValue = "2000"),
      @ActivationConfigProperty(propertyName = "redeliveryDelay", propertyValue = "100")
    })
public class Orders implements QueueListener {
  @Resource private TransactionSynchronizationRegistry transaction;

  @Override
  public void onMessage(QueueMessage message) {
    new Work(message, transaction).run();
  }
}
