package selaras.lock;

import java.util.Optional;

/**
 * The memory that the lock table may take on this node. Where there is none left, what makes the
 * table larger is refused before it is logged, since logged it would take as much on every node:
 * all would end at once, and again whenever they read their logs. What gives back what is held
 * passes, and so does what comes again: its answer is remembered already.
 *
 * <p>Beside {@link LockLimits}, which all nodes apply alike, this is a node's own decision, so what
 * is under way meanwhile may go over it. Thread-safe.
 */
public final class TableRoom {
  private final ReplicatedLocks copy;
  private final long mostBytes;

  /**
   * @param copy of this node
   * @param mostBytes that the table may take
   */
  public TableRoom(ReplicatedLocks copy, long mostBytes) {
    this.copy = copy;
    this.mostBytes = mostBytes;
  }

  /**
   * The command as it may be logged; empty when it is refused, as is one that would change nothing
   * but be remembered. A renewal does no harm when it comes twice: it goes on without its request
   * id.
   */
  Optional<LockCommand> admit(LockCommand command) {
    if (copy.footprint() <= mostBytes || copy.look(views -> views.needsNoRoom(command))) {
      return Optional.of(command);
    }
    return switch (command) {
      case LockCommand.Acquire acquire -> Optional.empty();
      case LockCommand.OpenSession open -> Optional.empty();
      case LockCommand.Renew renew ->
          Optional.of(new LockCommand.Renew("", renew.lockId(), renew.leaseMillis()));
      case LockCommand.Heartbeat heartbeat ->
          Optional.of(new LockCommand.Heartbeat("", heartbeat.sessionId()));
      default -> command.requestId().isEmpty() ? Optional.of(command) : Optional.empty();
    };
  }

  LockOutcome refusal() {
    return new LockOutcome.OverLimit("bytes in the lock table", mostBytes);
  }
}
