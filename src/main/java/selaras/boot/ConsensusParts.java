package selaras.boot;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import selaras.answers.Completions;
import selaras.cluster.Admission;
import selaras.cluster.NodeState;
import selaras.cluster.Topology;
import selaras.consensus.Consensus;
import selaras.consensus.GroupCommitSettings;
import selaras.consensus.Membership;
import selaras.consensus.ratis.RatisConsensus;
import selaras.consensus.ratis.RatisSettings;
import selaras.lock.EventLog;
import selaras.lock.LeaseKeeper;
import selaras.lock.LockCounters;
import selaras.lock.LockLog;
import selaras.lock.LockSettings;
import selaras.lock.Locks;
import selaras.lock.PendingGrants;
import selaras.lock.ReplicatedLocks;
import selaras.lock.Sessions;
import selaras.lock.TableRoom;
import selaras.lock.TouchedResources;

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
  Admission admission() {
    return new Admission();
  }

  @Produces
  @Singleton
  Completions completions() {
    return new Completions("answers");
  }

  @Produces
  @Singleton
  PendingGrants pendingGrants(Completions completions, Instance<Consensus> consensus) {
    return new PendingGrants(completions, () -> consensus.get().announceCommitted());
  }

  @Produces
  @Singleton
  EventLog eventLog(LockSettings settings) {
    return new EventLog(settings.eventsKept());
  }

  @Produces
  @Singleton
  LockCounters lockCounters(Instance<Consensus> consensus) {
    return new LockCounters(consensus::get);
  }

  @Produces
  @Singleton
  ReplicatedLocks replicatedLocks(
      PendingGrants pending, EventLog events, TouchedResources touched, LockCounters counters) {
    return new ReplicatedLocks(List.of(pending, events, touched, counters));
  }

  @Produces
  @Singleton
  RatisConsensus consensus(
      Topology topology,
      RatisSettings settings,
      GroupCommitSettings bounds,
      ReplicatedLocks locks,
      Completions completions) {
    return new RatisConsensus(topology, settings, bounds, locks, completions);
  }

  @Produces
  @Singleton
  Membership membership(RatisConsensus consensus) {
    return consensus.membership();
  }

  @Produces
  @Singleton
  LeaseKeeper leaseKeeper(Consensus consensus, ReplicatedLocks locks, LockSettings settings) {
    return new LeaseKeeper(consensus, locks, settings.limits());
  }

  @Produces
  @Singleton
  LockLog lockLog(
      Consensus consensus, ReplicatedLocks copy, LockSettings settings, Completions answers) {
    long mostBytes = Runtime.getRuntime().maxMemory() / 100 * settings.heapPercent();
    TableRoom room = new TableRoom(copy, mostBytes);
    return new LockLog(consensus, copy, room, settings.grace(), answers);
  }

  @Produces
  @Singleton
  Locks locks(LockLog log, PendingGrants pending) {
    return new Locks(log, pending);
  }

  @Produces
  @Singleton
  Sessions sessions(LockLog log) {
    return new Sessions(log);
  }
}
