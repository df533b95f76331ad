package selaras.queue;

import selaras.store.Fence;

/** What became of a {@link Produce}. */
public sealed interface ProduceOutcome {
  /** Stored, as durably as Redis is configured to be. */
  record Produced(String messageId) implements ProduceOutcome {}

  /** Refused: the queue holds as many messages as it may, dead letters included. */
  record QueueFull(int limit) implements ProduceOutcome {}

  /** Refused: this would be one queue too many. */
  record TooManyQueues(int limit) implements ProduceOutcome {}

  /** Refused, nothing is stored: a newer token of the resource has been seen. */
  record StaleFence(Fence fence, long newestToken) implements ProduceOutcome {}
}
