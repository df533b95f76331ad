package selaras.consensus.ratis;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.ratis.client.RaftClientRpc;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftConfiguration;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;
import selaras.consensus.ConsensusException;

/**
 * What this node asks of the leader: straight when that is itself, else by gRPC, once.
 *
 * <p>Thread-safe. A future fails with {@link ConsensusException.NoQuorum} when no leader is known,
 * and as Ratis has it when the leader does not answer.
 */
final class LeaderCalls implements AutoCloseable {
  private final ClientId clientId;
  private final AtomicLong callIds = new AtomicLong();
  private final RaftServer server;
  private final RaftServer.Division division;
  private final RaftClientRpc forwarding;
  private final Executor background;
  private volatile RaftConfiguration met;

  /**
   * @param forwarding to be closed with this
   * @param background for what may block
   */
  LeaderCalls(
      ClientId clientId,
      RaftServer server,
      RaftServer.Division division,
      RaftClientRpc forwarding,
      Collection<RaftPeer> nodes,
      Executor background) {
    this.clientId = clientId;
    this.server = server;
    this.division = division;
    this.forwarding = forwarding;
    this.background = background;
    forwarding.addRaftPeers(Addresses.toAsk(nodes));
  }

  /** Has something appended to the log; what the machine replied to it. */
  CompletableFuture<ByteBuffer> propose(byte[] entry) {
    Message message = Message.valueOf(UnsafeByteOperations.unsafeWrap(entry));
    var type = RaftClientRequest.writeRequestType();
    return withLeader(
            leader -> {
              RaftClientRequest request = request(leader, message, type);
              return isMe(leader) ? submitLocally(request) : forward(leader, request);
            })
        .thenApply(LeaderCalls::content);
  }

  /**
   * Asks a question that leaves the log as it is.
   *
   * @param here answers it where this node leads
   * @param question for another node's machine
   * @param answer reads what that says
   */
  <T> CompletableFuture<T> ask(
      Supplier<CompletableFuture<T>> here, Message question, Function<ByteBuffer, T> answer) {
    // "stale" to Ratis, since it confirms nothing itself: the machine there does
    var type = RaftClientRequest.staleReadRequestType(0);
    return withLeader(
        leader ->
            isMe(leader)
                ? here.get()
                : forward(leader, request(leader, question, type))
                    .thenApply(reply -> answer.apply(content(reply))));
  }

  private <T> CompletableFuture<T> withLeader(Function<RaftPeerId, CompletableFuture<T>> ask) {
    DivisionInfo info = division.getInfo();
    RaftPeerId leader = info.isLeader() ? server.getId() : info.getLeaderId();
    return leader == null
        ? CompletableFuture.failedFuture(new ConsensusException.NoQuorum("no leader is known"))
        : ask.apply(leader);
  }

  private boolean isMe(RaftPeerId leader) {
    return leader.equals(server.getId());
  }

  private RaftClientRequest request(RaftPeerId to, Message message, RaftClientRequest.Type type) {
    return RaftClientRequest.newBuilder()
        .setClientId(clientId)
        .setServerId(to)
        .setGroupId(division.getGroup().getGroupId())
        .setCallId(callIds.incrementAndGet())
        .setMessage(message)
        .setType(type)
        .build();
  }

  private CompletableFuture<RaftClientReply> submitLocally(RaftClientRequest request) {
    try {
      return server.submitClientRequestAsync(request);
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletableFuture<RaftClientReply> forward(RaftPeerId leader, RaftClientRequest request) {
    meetMembers();
    CompletableFuture<RaftClientReply> sent = forwarding.sendRequestAsyncUnordered(request);
    // The stream is of no use after an error: the next request makes a new one. Closing the old one
    // can take a while, and whoever waits for this attempt need not.
    sent.whenCompleteAsync(
        (reply, failure) -> {
          if (failure != null) {
            forwarding.handleException(leader, failure, true);
          }
        },
        background);
    return sent;
  }

  /** Lets those be asked who became members meanwhile; seldom any did. */
  private void meetMembers() {
    RaftConfiguration members = division.getRaftConf();
    if (members != met) {
      forwarding.addRaftPeers(Addresses.toAsk(members.getAllPeers()));
      met = members;
    }
  }

  private static ByteBuffer content(RaftClientReply reply) {
    if (!reply.isSuccess()) {
      throw new CompletionException(reply.getException());
    }
    return reply.getMessage().getContent().asReadOnlyByteBuffer();
  }

  @Override
  public void close() throws IOException {
    forwarding.close();
  }
}
