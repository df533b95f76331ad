package selaras.lock;

import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The memory that the lock table may take on this node. Where there is none left, what makes the
 * table larger is refused before it is logged, since logged it would take as much on every node:
 * all would end at once, and again whenever they read their logs. What makes it smaller always
 * passes.
 *
 * <p>Beside {@link LockLimits}, which all nodes apply alike, this is a node's own decision, so what
 * is under way meanwhile may go over it. Thread-safe.
 */
public final class TableRoom {
  private final LongSupplier taken;
  private final long mostBytes;

  /**
   * @param taken bytes that the table takes
   * @param mostBytes that it may take
   */
  public TableRoom(LongSupplier taken, long mostBytes) {
    this.taken = taken;
    this.mostBytes = mostBytes;
  }

  /**
   * The command as it may be logged; empty when it is refused. A renewal does no harm when it comes
   * twice: it goes on without its request id, whose answer would be one more to remember.
   */
  Optional<LockCommand> admit(LockCommand command) {
    if (taken.getAsLong() <= mostBytes) {
      return Optional.of(command);
    }
    return switch (command) {
      case LockCommand.Acquire acquire -> Optional.empty();
      case LockCommand.OpenSession open -> Optional.empty();
      case LockCommand.Renew renew ->
          Optional.of(new LockCommand.Renew("", renew.lockId(), renew.leaseMillis()));
      case LockCommand.Heartbeat heartbeat ->
          Optional.of(new LockCommand.Heartbeat("", heartbeat.sessionId()));
      default -> Optional.of(command);
    };
  }

  LockOutcome refusal() {
    return new LockOutcome.OverLimit("bytes in the lock table", mostBytes);
  }
}
