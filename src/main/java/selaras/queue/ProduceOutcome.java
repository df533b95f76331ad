package selaras.queue;

import selaras.store.Fence;

/** What became of a message to be produced. */
public sealed interface ProduceOutcome {
  /** Stored, as durably as Redis is configured to be. */
  record Produced(String messageId) implements ProduceOutcome {}

  /** Not stored again: the message of this id had the same deduplication id. */
  record Duplicate(String messageId) implements ProduceOutcome {}

  /** Refused: the partition holds as many messages as it may, dead letters included. */
  record QueueFull(int limit) implements ProduceOutcome {}

  /** Refused: this would be one queue too many. */
  record TooManyQueues(int limit) implements ProduceOutcome {}

  /** Refused: longer than a message of this queue may be. */
  record TooLarge(int bytes, int limit) implements ProduceOutcome {}

  /** Refused, nothing is stored: a newer token of the resource has been seen. */
  record StaleFence(Fence fence, long newestToken) implements ProduceOutcome {}
}
