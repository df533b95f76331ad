package selaras.consensus.ratis;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.ratis.metrics.MetricRegistries;
import org.apache.ratis.metrics.impl.RatisMetricRegistryImpl;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.server.metrics.LeaderElectionMetrics;
import org.apache.ratis.server.metrics.SegmentedRaftLogMetrics;
import org.apache.ratis.thirdparty.com.codahale.metrics.Counter;
import org.apache.ratis.thirdparty.com.codahale.metrics.MetricRegistry;
import org.apache.ratis.thirdparty.com.codahale.metrics.Timer;

/** What Ratis measures of itself on one node. Thread-safe; empty what Ratis does not have yet. */
final class RatisFigures {
  private final String member;

  RatisFigures(RaftGroupMemberId member) {
    this.member = member.toString();
  }

  long elections() {
    return find(MetricRegistry::getCounters, LeaderElectionMetrics.LEADER_ELECTION_COUNT_METRIC)
        .map(Counter::getCount)
        .orElse(0L);
  }

  /** Each sync of the log to disk, with quantiles over the latest of them. */
  Optional<Timer> syncs() {
    return find(MetricRegistry::getTimers, SegmentedRaftLogMetrics.RAFT_LOG_SYNC_TIME);
  }

  private <T> Optional<T> find(Kind<T> kind, String name) {
    return registries()
        .flatMap(registry -> kind.of(registry).entrySet().stream())
        .filter(entry -> entry.getKey().endsWith("." + name))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** Of this member alone: the registries of all servers of a process are in one place. */
  private Stream<MetricRegistry> registries() {
    return MetricRegistries.global().getMetricRegistries().stream()
        .filter(registry -> registry.getMetricRegistryInfo().getPrefix().equals(member))
        .filter(RatisMetricRegistryImpl.class::isInstance)
        .map(registry -> ((RatisMetricRegistryImpl) registry).getDropWizardMetricRegistry());
  }

  private interface Kind<T> {
    Map<String, T> of(MetricRegistry registry);
  }
}
