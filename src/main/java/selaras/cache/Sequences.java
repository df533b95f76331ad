package selaras.cache;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Up to which change of each partition this node has heard. One thread writes, any may read.
 *
 * <p>Each message names the change before its own, which has to be the one heard last.
 */
final class Sequences {
  private final AtomicLongArray last;

  Sequences(Partitions partitions) {
    this.last = new AtomicLongArray(partitions.count());
  }

  void raise(int partition, long number) {
    last.set(partition, Math.max(last.get(partition), number));
  }

  long last(int partition) {
    return last.get(partition);
  }

  long[] all() {
    long[] all = new long[last.length()];
    for (int partition = 0; partition < all.length; partition++) {
      all[partition] = last.get(partition);
    }
    return all;
  }

  /** Nothing has been heard of. */
  void reset() {
    for (int partition = 0; partition < last.length(); partition++) {
      last.set(partition, 0);
    }
  }
}
