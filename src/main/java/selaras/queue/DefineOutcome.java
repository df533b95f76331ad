package selaras.queue;

/** What became of a definition, when its request id, if it has one, came first. */
public sealed interface DefineOutcome {
  /** In force on this node, on the others within {@link QueueLimits#definitionAge}. */
  record Defined(boolean created, QueueDefinition definition) implements DefineOutcome {}

  /** Refused: the queue exists with other partitions or another ordering, which are for good. */
  record PlacedOtherwise(QueueDefinition existing) implements DefineOutcome {}

  /** Refused: this would be one queue too many. */
  record TooManyQueues(int limit) implements DefineOutcome {}
}
