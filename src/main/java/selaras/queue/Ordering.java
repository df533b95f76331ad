package selaras.queue;

/** What order a queue keeps. */
public enum Ordering {
  /** Each partition is first in, first out. Keys only choose the partition. */
  FIFO,

  /**
   * Messages of one key come one after the other: none is delivered while an earlier one of its key
   * is leased, delayed or waits for its next delivery. Those without a key are free.
   */
  KEY
}
