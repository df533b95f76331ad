package selaras.boot;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import selaras.cluster.Topology;
import selaras.consensus.Consensus;
import selaras.consensus.GroupCommitSettings;
import selaras.consensus.ratis.RatisConsensus;
import selaras.consensus.ratis.RatisSettings;
import selaras.lock.LeaseKeeper;
import selaras.lock.LockSettings;
import selaras.lock.Locks;
import selaras.lock.PendingGrants;
import selaras.lock.ReplicatedLocks;

/** Makes the consensus of this node and the locks that it replicates. */
@ApplicationScoped
public class ConsensusParts {
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("lease-keeper").factory());
  private final Executor completions = command -> Thread.ofVirtual().name("grant").start(command);

  @Produces
  @Singleton
  PendingGrants pendingGrants() {
    return new PendingGrants(completions);
  }

  @Produces
  @Singleton
  ReplicatedLocks replicatedLocks(PendingGrants pending) {
    return new ReplicatedLocks(pending);
  }

  @Produces
  @Singleton
  Consensus consensus(
      Topology topology,
      RatisSettings settings,
      GroupCommitSettings bounds,
      ReplicatedLocks locks) {
    return new RatisConsensus(topology, settings, bounds, locks);
  }

  void close(@Disposes Consensus consensus) {
    ((RatisConsensus) consensus).close();
  }

  @Produces
  @Singleton
  LeaseKeeper leaseKeeper(Consensus consensus, ReplicatedLocks locks, LockSettings settings) {
    return new LeaseKeeper(consensus, locks, settings.limits(), timer);
  }

  void close(@Disposes LeaseKeeper keeper) {
    keeper.close();
    timer.shutdownNow();
  }

  @Produces
  @Singleton
  Locks locks(
      Consensus consensus, ReplicatedLocks copy, PendingGrants pending, LockSettings settings) {
    return new Locks(consensus, copy, pending, settings.grace());
  }
}
