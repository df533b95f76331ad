package selaras.queue;

import java.util.List;

/** How a wait for messages ended. */
public sealed interface ConsumeOutcome {
  /** The messages, in order; none when the time ran out. */
  record Delivered(List<Delivery> deliveries) implements ConsumeOutcome {}

  /** Refused: so many wait here already. */
  record TooManyWaiters(int limit) implements ConsumeOutcome {}

  /** Given up without a message, since this node stops; another one serves. */
  record NodeStops() implements ConsumeOutcome {}
}
