package selaras.queue;

/** A queue takes no such call for now; nothing happened, and later it may. */
public final class QueueBusyException extends RuntimeException {
  public QueueBusyException(String message) {
    super(message, null, false, false);
  }
}
