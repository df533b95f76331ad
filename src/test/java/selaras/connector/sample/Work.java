package selaras.connector.sample;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import selaras.connector.QueueMessage;

/**
 * What the beans do: tell the address in {@code OVERSEER} that the work begins, end as it says, and
 * tell how the transaction ended.
 */
record Work(QueueMessage message, TransactionSynchronizationRegistry transaction)
    implements Synchronization {
  private static final int PATIENCE_MILLIS = 60_000;

  void run() {
    transaction.registerInterposedSynchronization(this);
    String order = tell("begun");
    if (order.equals("throw")) {
      throw new IllegalStateException("told to");
    }
    transaction.putResource("order", order);
  }

  @Override
  public void beforeCompletion() {
    if ("roll back at commit".equals(transaction.getResource("order"))) {
      transaction.setRollbackOnly();
    }
  }

  @Override
  public void afterCompletion(int status) {
    tell(status == Status.STATUS_COMMITTED ? "committed" : "rolled-back");
  }

  private String tell(String what) {
    try {
      String path = "/%s/%s/%d".formatted(what, message.id(), message.deliveries());
      var connection =
          (HttpURLConnection) URI.create(System.getenv("OVERSEER") + path).toURL().openConnection();
      connection.setConnectTimeout(PATIENCE_MILLIS);
      connection.setReadTimeout(PATIENCE_MILLIS);
      connection.setDoOutput(true);
      connection.getOutputStream().write(message.json().getBytes(UTF_8));
      return new String(connection.getInputStream().readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
