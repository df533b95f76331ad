package selaras.web;

import java.util.List;
import selaras.consensus.ConsensusFigures;
import selaras.lock.LockCounters;
import selaras.lock.LockSizes;

/**
 * One node and the cluster as it sees it, at one moment; totals are since the node started.
 *
 * @param atMs by a clock that never jumps, for the differences between two snapshots
 * @param status as {@code GET /status} has it
 * @param queues null when Redis did not tell in time
 */
record ClusterSnapshot(
    long atMs,
    StatusResource.Status status,
    List<NodeHealth> nodes,
    AnsweredRequests.Totals requests,
    Log log,
    Locks locks,
    QueueTotals queues) {

  /** What this node has done for agreement. */
  record Log(
      long batches,
      long commands,
      long waiting,
      long leaderChanges,
      long elections,
      double syncMedianMs,
      double syncP99Ms) {
    Log(ConsensusFigures work) {
      this(
          work.batches(),
          work.commands(),
          work.waiting(),
          work.leaderChanges(),
          work.elections(),
          work.syncMedianNanos() / 1e6,
          work.syncP99Nanos() / 1e6);
    }
  }

  /** The lock table, and what happened to it while this node led. */
  record Locks(
      long held,
      long waiting,
      long sessions,
      long resources,
      long granted,
      long released,
      long expired,
      long forced,
      long refused,
      long deadlocks) {
    Locks(LockSizes sizes, LockCounters.Counts counts) {
      this(
          sizes.locks(),
          sizes.waiters(),
          sizes.sessions(),
          sizes.resources(),
          counts.granted(),
          counts.released(),
          counts.expired(),
          counts.forced(),
          counts.refused(),
          counts.deadlocks());
    }
  }
}
