package selaras.consensus;

import java.io.DataInput;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The face of a deterministic state machine: the same calls with the same arguments give the same
 * answers and the same state on every node. It may read no clock, no random number and no
 * environment.
 *
 * <p>All methods are called from one thread at a time. An exception from any of them means that
 * this node can no longer be trusted to be equal to the others: it stops.
 */
public interface Replicated {

  /**
   * The log time moves on, before the commands of an entry are applied.
   *
   * @param index of the entry in the log
   * @param millis the new log time; never less than the one before
   */
  void advance(long index, long millis);

  /**
   * Applies one command.
   *
   * @param index of the entry in the log; several commands may share one
   * @return the answer for whoever submitted it
   */
  byte[] apply(long index, byte[] command);

  /** Writes the whole state; equal states write equal bytes. */
  void snapshot(OutputStream out) throws IOException;

  /**
   * Replaces the whole state by one that {@link #snapshot} wrote; not one that is cut short, of
   * which the end comes too early.
   *
   * @param index of the last entry that it contains
   */
  void restore(long index, DataInput snapshot) throws IOException;

  /**
   * The state to begin with when everything since a snapshot was lost: as it was then, except that
   * nothing will be given out once more that may have been given out since. Changes nothing here.
   *
   * @return a snapshot for {@link #restore}
   */
  byte[] afterLoss(byte[] snapshot);
}
