package selaras.lock;

import java.io.DataInput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import selaras.consensus.Replicated;

/**
 * This node's copy of the lock table, driven by the log.
 *
 * <p>Thread-safe: the log applies under the same lock under which others read. Deterministic as the
 * table is.
 */
public final class ReplicatedLocks implements Replicated {
  private final List<LockListener> listeners;
  private LockTable table = new LockTable(this::tell);
  private long index;
  private int ordinal;
  private volatile long footprint;

  /**
   * @param listeners told of each event of the table, one after the other
   */
  public ReplicatedLocks(List<LockListener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  @Override
  public synchronized void advance(long entry, long millis) {
    index = entry;
    ordinal = 0;
    table.advance(millis);
    footprint = table.footprint();
  }

  @Override
  public synchronized byte[] apply(long entry, byte[] command) {
    LockOutcome outcome = table.apply(LockCodec.decode(command));
    footprint = table.footprint();
    listeners.forEach(listener -> listener.answered(outcome));
    return OutcomeCodec.encode(outcome);
  }

  private void tell(LockEvent event) {
    EventId id = new EventId(index, ++ordinal);
    listeners.forEach(listener -> listener.happened(id, event));
  }

  @Override
  public synchronized void snapshot(OutputStream out) throws IOException {
    LockSnapshot.write(table, out);
  }

  @Override
  public synchronized void restore(long lastIndex, DataInput snapshot) throws IOException {
    table = new LockTable(this::tell);
    LockSnapshot.restore(snapshot, table);
    footprint = table.footprint();
    listeners.forEach(listener -> listener.restored(lastIndex, table.views()));
  }

  @Override
  public byte[] afterLoss(byte[] snapshot) {
    return LockSnapshot.afterLoss(snapshot);
  }

  /** Asks this copy, which stands still meanwhile. */
  public <T> T look(Function<LockViews, T> question) {
    return read(table -> question.apply(table.views()));
  }

  OptionalLong nextDeadline() {
    return read(LockTable::nextDeadline);
  }

  long now() {
    return read(LockTable::now);
  }

  LockLimits limits() {
    return read(LockTable::limits);
  }

  /** About how many bytes of memory the table takes; asks without waiting for the table. */
  public long footprint() {
    return footprint;
  }

  private synchronized <T> T read(Function<LockTable, T> question) {
    return question.apply(table);
  }
}
