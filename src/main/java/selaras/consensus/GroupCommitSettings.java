package selaras.consensus;

import java.time.Duration;

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
    require("raft.command.timeout_ms", commandTimeout.toMillis());
    require("raft.attempt.timeout_ms", attemptTimeout.toMillis());
    require("raft.batch.max_commands", batchCommands);
    require("raft.batch.max_bytes", batchBytes);
    require("raft.queue.max_commands", queueCommands);
    require("raft.queue.max_bytes", queueBytes);
  }

  private static void require(String key, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(key + " must be at least 1: " + value);
    }
  }
}
