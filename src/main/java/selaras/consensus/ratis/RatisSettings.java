package selaras.consensus.ratis;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import selaras.limits.Bound;

/**
 * How Raft runs on this node.
 *
 * @param dir where its log, its vote and its snapshots are kept
 * @param bindHost the address it listens on; empty: this node's host in the topology
 * @param electionMin the shortest silence of a leader after which a follower stands for election
 * @param electionMax the longest such silence; each follower draws its own in between
 * @param snapshotEntries log entries after which a snapshot is taken and the log is purged
 * @param segmentBytes size of one file of the log; a snapshot purges whole files
 * @param readTimeout how long a linearizable read waits for this node to catch up
 * @param tls between the nodes; empty: they speak in the clear
 * @param restoreFile a backup to begin with where there is no state yet
 * @param join whether a node without state waits to be added, instead of beginning as a member
 * @param stagingTimeout after which a node that is to be added is given up if it does not answer
 */
public record RatisSettings(
    Path dir,
    String bindHost,
    Duration electionMin,
    Duration electionMax,
    long snapshotEntries,
    int segmentBytes,
    Duration readTimeout,
    Optional<RatisTls> tls,
    Optional<Path> restoreFile,
    boolean join,
    Duration stagingTimeout) {
  public RatisSettings {
    if (electionMin.toMillis() < 50 || electionMax.compareTo(electionMin) <= 0) {
      throw new IllegalArgumentException(
          "raft.election.min_ms=%d must be at least 50 and under raft.election.max_ms=%d"
              .formatted(electionMin.toMillis(), electionMax.toMillis()));
    }
    Bound.atLeast("raft.snapshot.entries", 1, snapshotEntries);
    Bound.atLeast("raft.segment.bytes", 1_024, segmentBytes);
    Bound.atLeast("raft.read.timeout_ms", 1, readTimeout);
    if (stagingTimeout.compareTo(electionMax) <= 0) {
      // Ratis begins to count when it has been silent for that long
      throw new IllegalArgumentException(
          "raft.staging.timeout_ms=%d must be over raft.election.max_ms=%d"
              .formatted(stagingTimeout.toMillis(), electionMax.toMillis()));
    }
    if (join && restoreFile.isPresent()) {
      throw new IllegalArgumentException(
          "cluster.join=true and raft.restore.file exclude each other: a node that joins gets all"
              + " from the members");
    }
  }
}
