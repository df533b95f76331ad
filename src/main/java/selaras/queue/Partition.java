package selaras.queue;

/**
 * One part of a queue, in order within itself; everything stored for it lives together on one
 * shard.
 *
 * @param queue the queue's name
 * @param index from 0
 */
public record Partition(String queue, int index) {
  public Partition {
    if (index < 0) {
      throw new IllegalArgumentException("not a partition of " + queue + ": " + index);
    }
  }

  /** The text that places the partition on a ring. */
  @Override
  public String toString() {
    return queue + "/" + index;
  }
}
