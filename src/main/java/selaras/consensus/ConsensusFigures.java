package selaras.consensus;

/**
 * What the consensus of one node has done since it started.
 *
 * @param batches log entries this node has proposed, each counted once however often it was tried
 * @param commands in those batches
 * @param waiting commands that wait on this node for the next batch
 * @param leaderChanges how often this node has learned of another leader
 * @param elections for which this node stood
 * @param syncs of the log to disk
 * @param syncMedianNanos of the latest syncs
 * @param syncP99Nanos of the latest syncs
 */
public record ConsensusFigures(
    long batches,
    long commands,
    long waiting,
    long leaderChanges,
    long elections,
    long syncs,
    long syncMedianNanos,
    long syncP99Nanos) {}
