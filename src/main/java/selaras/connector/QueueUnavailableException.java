package selaras.connector;

/** No node has answered; whether one of them has done what was asked is not known. */
final class QueueUnavailableException extends Exception {
  QueueUnavailableException(String message) {
    super(message);
  }
}
