package selaras.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import selaras.consensus.Consensus;
import selaras.lock.LockCounters;
import selaras.lock.LockViews;
import selaras.lock.ReplicatedLocks;

/**
 * Takes snapshots of this node and of the cluster. Each is bounded by {@code console.patience_ms}
 * and Redis's.
 */
@ApplicationScoped
class SnapshotTaker {
  @Inject private OwnStatus own;
  @Inject private HealthProbe probe;
  @Inject private QueueTotalsReader reader;
  @Inject private AnsweredRequests requests;
  @Inject private Consensus consensus;
  @Inject private ReplicatedLocks locks;
  @Inject private LockCounters counters;
  @Inject private WatchLimits limits;

  ClusterSnapshot take() throws InterruptedException {
    List<CompletableFuture<NodeHealth>> asked = probe.ask();
    CompletableFuture<Optional<QueueTotals>> summing = reader.ask();
    StatusResource.Status status = own.now();
    List<NodeHealth> health = asked.stream().map(CompletableFuture::join).toList();
    return new ClusterSnapshot(
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime()),
        status,
        NodeHealth.compared(health),
        requests.totals(),
        new ClusterSnapshot.Log(consensus.figures()),
        new ClusterSnapshot.Locks(locks.look(LockViews::sizes), counters.counts()),
        within(limits.patience(), summing).orElse(null));
  }

  private static Optional<QueueTotals> within(
      Duration patience, CompletableFuture<Optional<QueueTotals>> sum) throws InterruptedException {
    try {
      return sum.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
