package selaras.consensus.ratis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.RaftConfigKeys;
import org.apache.ratis.client.RaftClientConfigKeys;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;
import selaras.cluster.Peer;

/** The settings of Ratis, each where it differs from the default, with the reason. */
final class RatisProperties {
  private RatisProperties() {}

  static RaftProperties of(RatisSettings settings, Peer self) {
    RaftProperties properties = new RaftProperties();
    network(properties, settings, self);
    elections(properties, settings);
    log(properties, settings);
    threads(properties);
    return properties;
  }

  private static void network(RaftProperties properties, RatisSettings settings, Peer self) {
    RaftConfigKeys.Rpc.setType(properties, new WatchedGrpc());
    String host = settings.bindHost().isEmpty() ? self.host() : settings.bindHost();
    GrpcConfigKeys.Server.setHost(properties, host);
    GrpcConfigKeys.Server.setPort(properties, self.raftPort());
    // an appender and a forwarded batch that hang are retried by their owners after this
    RaftServerConfigKeys.Rpc.setRequestTimeout(properties, time(Duration.ofSeconds(2)));
    RaftClientConfigKeys.Rpc.setRequestTimeout(properties, time(Duration.ofSeconds(2)));
  }

  private static void elections(RaftProperties properties, RatisSettings settings) {
    RaftServerConfigKeys.Rpc.setTimeoutMin(properties, time(settings.electionMin()));
    RaftServerConfigKeys.Rpc.setTimeoutMax(properties, time(settings.electionMax()));
    RaftServerConfigKeys.LeaderElection.setPreVote(properties, true);
    // a leader that missed the answers of a majority stands for election again only after this; the
    // default of 10 s left two nodes that had both missed some without a leader for as long
    RaftServerConfigKeys.LeaderElection.setLeaderStepDownWaitTime(
        properties, time(settings.electionMax()));
    RaftServerConfigKeys.setStagingTimeout(properties, time(settings.stagingTimeout()));
    // Ratis closes a server whose process stood still for longer, and the application lives on
    // without it; a paused node should come back instead
    RaftServerConfigKeys.setCloseThreshold(properties, time(Duration.ofDays(1)));
  }

  private static void log(RaftProperties properties, RatisSettings settings) {
    RaftServerConfigKeys.setStorageDir(properties, List.of(settings.dir().toFile()));
    // the default waits 1 ms before each append, which is most of a round trip here
    RaftServerConfigKeys.Log.Appender.setWaitTimeMin(properties, TimeDuration.ZERO);
    // a follower that comes back is tried again within half a second, not within five
    RaftServerConfigKeys.Log.Appender.setRetryPolicy(properties, "10ms,10, 500ms,1000000");
    // 3.3.0 takes entries that begin where others are just being written for the same ones, however
    // many they are (ServerImplUtils.NavigableIndices), and answers for all of them when those are
    // written: the leader counts what is on no disk, and the follower never catches up
    RaftServerConfigKeys.Log.setAppendEntriesComposeEnabled(properties, false);
    SizeInBytes segment = SizeInBytes.valueOf(settings.segmentBytes());
    RaftServerConfigKeys.Log.setSegmentSizeMax(properties, segment);
    // written files grow in steps, so that an fsync seldom has to write their size too
    RaftServerConfigKeys.Log.setPreallocatedSize(
        properties, SizeInBytes.valueOf(Math.min(settings.segmentBytes(), 4 << 20)));
    // an entry that repeats the commit index after each commit would double the log, and the leader
    // tells it anyway
    RaftServerConfigKeys.Log.setLogMetadataEnabled(properties, false);
    // the log is cached in the heap: two closed segments are enough for followers that keep up
    RaftServerConfigKeys.Log.setSegmentCacheNumMax(properties, 2);
    RaftServerConfigKeys.Log.setSegmentCacheSizeMax(properties, SizeInBytes.valueOf("32MB"));
    RaftServerConfigKeys.Snapshot.setAutoTriggerEnabled(properties, true);
    RaftServerConfigKeys.Snapshot.setAutoTriggerThreshold(properties, settings.snapshotEntries());
    RaftServerConfigKeys.Snapshot.setRetentionFileNum(properties, 2);
    RaftServerConfigKeys.Log.setPurgeUptoSnapshotIndex(properties, true);
    RaftServerConfigKeys.Log.setPurgeGap(
        properties, (int) Math.min(settings.snapshotEntries(), 1_024));
    // keep a tail, so that a follower that was away for a moment needs no snapshot
    RaftServerConfigKeys.Log.setPurgePreservationLogNum(properties, settings.snapshotEntries() / 2);
  }

  private static void threads(RaftProperties properties) {
    // batches are applied once by their own sequence number; Ratis need not remember replies
    RaftServerConfigKeys.RetryCache.setExpiryTime(properties, time(Duration.ofSeconds(5)));
    RaftServerConfigKeys.ThreadPool.setProxySize(properties, 2);
    RaftServerConfigKeys.ThreadPool.setServerSize(properties, 4);
    RaftServerConfigKeys.ThreadPool.setClientSize(properties, 4);
    GrpcConfigKeys.Server.setAsyncRequestThreadPoolSize(properties, 4);
  }

  private static TimeDuration time(Duration duration) {
    return TimeDuration.valueOf(duration.toMillis(), TimeUnit.MILLISECONDS);
  }
}
