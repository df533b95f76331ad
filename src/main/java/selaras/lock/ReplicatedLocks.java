package selaras.lock;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import selaras.consensus.Replicated;

/**
 * This node's copy of the lock table, driven by the log.
 *
 * <p>Thread-safe: the log applies under the same lock under which others read. Deterministic as the
 * table is. The listener is called by the thread that applies and has to be quick.
 */
public final class ReplicatedLocks implements Replicated {
  private final Consumer<LockEvent> events;
  private LockTable table;

  /**
   * @param events told of each event of the table, in the order of the log
   */
  public ReplicatedLocks(Consumer<LockEvent> events) {
    this.events = events;
    this.table = new LockTable(events);
  }

  @Override
  public synchronized void advance(long index, long millis) {
    table.advance(millis);
  }

  @Override
  public synchronized byte[] apply(long index, byte[] command) {
    return LockCodec.encode(table.apply(LockCodec.decodeCommand(command)));
  }

  @Override
  public synchronized byte[] snapshot() {
    return LockSnapshot.of(table);
  }

  @Override
  public synchronized void restore(byte[] snapshot) {
    table = new LockTable(events);
    LockSnapshot.restore(snapshot, table);
  }

  /** How a resource stands in this copy. */
  public Optional<ResourceView> view(String resource) {
    return read(table -> table.view(resource));
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

  private synchronized <T> T read(Function<LockTable, T> question) {
    return question.apply(table);
  }
}
