package selaras.consensus.ratis;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SetConfigurationRequest;
import org.apache.ratis.protocol.SnapshotManagementRequest;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.server.RaftServer;

/** What this node asks of its own Ratis server, as a client of it. Thread-safe. */
final class OwnServer {
  private static final Logger LOG = Logger.getLogger(OwnServer.class.getName());
  private static final long HANDOVER_MILLIS = 2_000;
  private static final long SNAPSHOT_MILLIS = 30_000;

  private final ClientId clientId = ClientId.randomId();
  private final AtomicLong callIds = new AtomicLong();
  private final RaftServer server;
  private final RaftGroupId group;

  OwnServer(RaftServer server, RaftGroupId group) {
    this.server = server;
    this.group = group;
  }

  /** Has all that is applied written to a snapshot. */
  CompletableFuture<RaftClientReply> takeSnapshot() {
    return server.snapshotManagementAsync(
        SnapshotManagementRequest.newCreate(
            clientId, server.getId(), group, callIds.incrementAndGet(), SNAPSHOT_MILLIS, 1));
  }

  /** Has these be the members instead of those, if they are; ends when the change has. */
  CompletableFuture<RaftClientReply> changeMembers(List<RaftPeer> before, List<RaftPeer> after) {
    var arguments =
        SetConfigurationRequest.Arguments.newBuilder()
            .setMode(SetConfigurationRequest.Mode.COMPARE_AND_SET)
            .setServersInCurrentConf(before)
            .setServersInNewConf(after)
            .build();
    try {
      return server.setConfigurationAsync(
          new SetConfigurationRequest(
              clientId, server.getId(), group, callIds.incrementAndGet(), arguments));
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Has another lead instead of this node; bounded to two seconds. */
  void handOver(RaftPeerId successor) {
    var request =
        new TransferLeadershipRequest(
            clientId, server.getId(), group, callIds.incrementAndGet(), successor, HANDOVER_MILLIS);
    try {
      server.transferLeadershipAsync(request).get(HANDOVER_MILLIS, TimeUnit.MILLISECONDS);
    } catch (IOException | ExecutionException | TimeoutException e) {
      LOG.log(Level.INFO, "leadership was not handed over; the others will elect", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
