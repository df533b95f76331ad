package selaras.connector;

/** What a message-driven bean implements to consume a queue; see {@link QueueActivationSpec}. */
public interface QueueListener {
  /**
   * Does the work of one message. When it returns and its transaction, if it has one, commits, the
   * message is acknowledged; when it throws or the transaction is rolled back, the message comes
   * again. It can come again after success too: when the acknowledgement was lost.
   */
  void onMessage(QueueMessage message);
}
