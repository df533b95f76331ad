package selaras.connector;

import java.time.Duration;
import java.util.List;

/**
 * The queue that an activation consumes. Each call ends within a bound. Safe for use by many
 * threads.
 */
interface RemoteQueue {
  /** Leases at most so many messages; waits a moment for the first, if the server can. */
  List<LeasedMessage> consume(int most) throws QueueUnavailableException;

  /**
   * Removes the message; false if the receipt is not the latest, so that it comes or came again.
   *
   * @param requestId names this acknowledgement, so that it can be sent again
   */
  boolean acknowledge(String receipt, String requestId) throws QueueUnavailableException;

  /** Gives the message back, to be delivered again after the delay. */
  void giveBack(String receipt, Duration delay) throws QueueUnavailableException;

  /** Makes the message a dead letter. */
  void giveUp(String receipt) throws QueueUnavailableException;

  /** Lets the lease last its full length from now on; false if the receipt is not the latest. */
  boolean extend(String receipt) throws QueueUnavailableException;
}
