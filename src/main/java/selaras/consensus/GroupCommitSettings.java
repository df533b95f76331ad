package selaras.consensus;

import java.time.Duration;
import selaras.limits.Bound;

/**
 * The bounds of a {@link GroupCommit}.
 *
 * @param commandTimeout how long a caller waits for agreement
 * @param attemptTimeout after which an unanswered batch is proposed again
 * @param batchCommands commands in one log entry at most
 * @param batchBytes bytes of commands in one log entry at most (one command may be larger)
 * @param queueCommands commands that may wait on a node
 * @param queueBytes bytes of these
 */
public record GroupCommitSettings(
    Duration commandTimeout,
    Duration attemptTimeout,
    int batchCommands,
    int batchBytes,
    int queueCommands,
    int queueBytes) {
  public GroupCommitSettings {
    Bound.atLeast("raft.command.timeout_ms", 1, commandTimeout);
    Bound.atLeast("raft.attempt.timeout_ms", 1, attemptTimeout);
    Bound.atLeast("raft.batch.max_commands", 1, batchCommands);
    Bound.atLeast("raft.batch.max_bytes", 1, batchBytes);
    Bound.atLeast("raft.queue.max_commands", 1, queueCommands);
    Bound.atLeast("raft.queue.max_bytes", 1, queueBytes);
  }
}
