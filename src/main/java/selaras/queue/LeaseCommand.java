package selaras.queue;

import java.time.Duration;
import java.util.Optional;

/** What a consumer does with a message it holds, by the text of its receipt. */
public sealed interface LeaseCommand {
  String receipt();

  /** The same id within {@link QueueLimits#rememberFor} gives the same answer and does no more. */
  Optional<String> requestId();

  /** The work is done; the message is removed. */
  record Ack(String receipt, Optional<String> requestId) implements LeaseCommand {}

  /** The work is not done; the message is delivered again, not before the delay is over. */
  record Nack(String receipt, Duration delay, Optional<String> requestId) implements LeaseCommand {}

  /** The work can never be done; the message is a dead letter from now on. */
  record Reject(String receipt, Optional<String> requestId) implements LeaseCommand {}

  /** The work takes longer; the lease ends this long from now; empty: as long as the queue says. */
  record Extend(String receipt, Optional<Duration> visibility, Optional<String> requestId)
      implements LeaseCommand {}

  /** Nobody has seen the message; it is as if it had not been delivered this time. */
  record HandBack(String receipt) implements LeaseCommand {
    @Override
    public Optional<String> requestId() {
      return Optional.empty();
    }
  }
}
