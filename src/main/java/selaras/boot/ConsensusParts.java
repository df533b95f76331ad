package selaras.boot;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import selaras.cluster.NodeState;
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
  @Produces
  @Singleton
  NodeState state() {
    return new NodeState();
  }

  @Produces
  @Singleton
  PendingGrants pendingGrants() {
    return new PendingGrants(command -> Thread.ofVirtual().name("grant").start(command));
  }

  @Produces
  @Singleton
  ReplicatedLocks replicatedLocks(PendingGrants pending) {
    return new ReplicatedLocks(pending);
  }

  @Produces
  @Singleton
  RatisConsensus consensus(
      Topology topology,
      RatisSettings settings,
      GroupCommitSettings bounds,
      ReplicatedLocks locks) {
    return new RatisConsensus(topology, settings, bounds, locks);
  }

  @Produces
  @Singleton
  LeaseKeeper leaseKeeper(Consensus consensus, ReplicatedLocks locks, LockSettings settings) {
    return new LeaseKeeper(consensus, locks, settings.limits());
  }

  @Produces
  @Singleton
  Locks locks(
      Consensus consensus, ReplicatedLocks copy, PendingGrants pending, LockSettings settings) {
    return new Locks(consensus, copy, pending, settings.grace());
  }
}
