package selaras.consensus.ratis;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.exceptions.ReconfigurationTimeoutException;
import org.apache.ratis.protocol.exceptions.SetConfigurationException;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftConfiguration;
import org.apache.ratis.server.RaftServer;
import selaras.cluster.Peer;
import selaras.consensus.ConsensusException;
import selaras.consensus.MembershipOutcome.Changed;
import selaras.consensus.MembershipOutcome.Why;

/**
 * Makes changes of the members where this node leads: one at a time, and none that Ratis would make
 * and that would leave the cluster without a majority or a node without its connections.
 *
 * <p>Thread-safe. Whoever asks is answered within a moment, and asks again until the change has
 * ended: so it does not matter which node leads by then.
 */
final class LeaderOfChanges {
  private static final Logger LOG = Logger.getLogger(LeaderOfChanges.class.getName());

  /** Well within the two seconds after which a request to another node is given up. */
  private static final long MOMENT_MILLIS = 500;

  private final OwnServer server;
  private final RaftServer.Division division;
  private final Addresses addresses;
  private final Duration silence;
  private final Runnable handOver;
  private final Executor executor;
  private final Map<String, String> known = new HashMap<>();
  private UnderWay underWay = UnderWay.NOTHING;
  private List<Peer> told = List.of();
  private CompletableFuture<Void> handingOver = CompletableFuture.completedFuture(null);

  /**
   * @param silence after which a member is taken to be gone
   * @param handOver has another node lead if it can
   * @param executor for what waits
   */
  LeaderOfChanges(
      OwnServer server,
      RaftServer.Division division,
      Addresses addresses,
      Duration silence,
      Runnable handOver,
      Executor executor) {
    this.server = server;
    this.division = division;
    this.addresses = addresses;
    this.silence = silence;
    this.handOver = handOver;
    this.executor = executor;
    addresses.topology().peers().forEach(peer -> know(Addresses.toRaft(peer)));
  }

  /** To be told on every node: Ratis goes on to connect to where it first found a node. */
  synchronized void membersChanged() {
    RaftConfiguration members = division.getRaftConf();
    members.getAllPeers().forEach(this::know);
    if (members.getPreviousPeers().isEmpty() && !told.equals(addresses.of(members))) {
      told = addresses.of(members);
      LOG.info("the members are " + told.stream().map(Peer::text).collect(joining(", ")));
    }
  }

  private void know(RaftPeer member) {
    known.putIfAbsent(member.getId().toString(), member.getAddress());
  }

  /** For a node that follows this one. */
  CompletableFuture<String> answer(String request) {
    return ask(ChangeRequest.parse(request)).thenApply(LeaderAnswer::text);
  }

  CompletableFuture<LeaderAnswer> ask(ChangeRequest request) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return askAndWait(request);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
          }
        },
        executor);
  }

  /** Begins the change if it can, and waits a moment for its end. */
  private LeaderAnswer askAndWait(ChangeRequest request) throws InterruptedException {
    MemberChange change = request.change();
    UnderWay mine;
    synchronized (this) {
      if (!underWay.ends.isDone() && !underWay.change().equals(change)) {
        return new LeaderAnswer.Busy("another change: " + underWay.change().text());
      }
      if (underWay.ends.isDone()) {
        if (request.equals(underWay.request)
            && underWay.answer(this) instanceof LeaderAnswer.Ended ended) {
          return ended;
        }
        LeaderAnswer before = answerAtOnce(change);
        if (!(before instanceof LeaderAnswer.Begun)) {
          return before;
        }
        underWay = new UnderWay(request, begin(change));
      }
      mine = underWay;
    }
    return mine.answer(this);
  }

  /** {@link LeaderAnswer.Begun} if it is to begin now. */
  private LeaderAnswer answerAtOnce(MemberChange change) {
    DivisionInfo info = division.getInfo();
    RaftConfiguration members = division.getRaftConf();
    if (!info.isLeader() || !info.isLeaderReady() || !members.getPreviousPeers().isEmpty()) {
      return new LeaderAnswer.Busy("the beginning of a term");
    }
    RaftPeer member = members.getPeer(Addresses.toRaftId(change.node()));
    return switch (change) {
      case MemberChange.Add add -> member == null ? checked(add) : already(add, member);
      case MemberChange.Remove remove -> member == null ? changed() : checked(remove);
    };
  }

  private LeaderAnswer.Ended changed() {
    return new LeaderAnswer.Ended(new Changed(addresses.of(division.getRaftConf())));
  }

  private LeaderAnswer already(MemberChange.Add add, RaftPeer member) {
    Peer is = addresses.of(member);
    return is.equals(add.peer())
        ? changed()
        : LeaderAnswer.Ended.refused(
            Why.ANOTHER_ADDRESS, "it is a member already, as " + is.text());
  }

  private LeaderAnswer checked(MemberChange.Add add) {
    String address = Addresses.toRaft(add.peer()).getAddress();
    String before = known.getOrDefault(add.node().value(), address);
    if (!before.equals(address)) {
      return LeaderAnswer.Ended.refused(
          Why.ANOTHER_ADDRESS,
          add.node() + " was at " + before + " before; a node elsewhere needs another name");
    }
    return checkedForMajority(add);
  }

  private LeaderAnswer checked(MemberChange.Remove remove) {
    LeaderAnswer checked = checkedForMajority(remove);
    if (checked instanceof LeaderAnswer.Begun
        && remove.node().equals(addresses.topology().self())) {
      if (handingOver.isDone()) {
        handingOver = CompletableFuture.runAsync(handOver, executor);
      }
      return new LeaderAnswer.Busy("another node's taking the lead from the one to be removed");
    }
    return checked;
  }

  private LeaderAnswer checkedForMajority(MemberChange change) {
    Set<RaftPeerId> answering = new HashSet<>(Set.of(addresses.self()));
    RatisView.of(addresses, division).peers().stream()
        .filter(peer -> peer.lastContactMillis() >= 0)
        .filter(peer -> peer.lastContactMillis() <= silence.toMillis())
        .forEach(peer -> answering.add(Addresses.toRaftId(peer.node())));
    if (change instanceof MemberChange.Add add) {
      // begins to decide only after it has caught up
      answering.add(Addresses.toRaftId(add.node()));
    }
    List<RaftPeer> after = change.appliedTo(members());
    return Quorum.isMajority(after, answering)
        ? new LeaderAnswer.Begun()
        : LeaderAnswer.Ended.refused(
            Why.NO_MAJORITY_LEFT,
            "of %d members after that only %d would answer"
                .formatted(after.size(), Quorum.present(after, answering)));
  }

  /** With the addresses of their APIs, which an older log does not have. */
  private List<RaftPeer> members() {
    return division.getRaftConf().getCurrentPeers().stream().map(addresses::complete).toList();
  }

  private CompletableFuture<RaftClientReply> begin(MemberChange change) {
    LOG.info("changes the members: " + change.text());
    List<RaftPeer> before = members();
    return server.changeMembers(before, change.appliedTo(before));
  }

  /** A change, and the answer of Ratis when it has ended. */
  private record UnderWay(ChangeRequest request, CompletableFuture<RaftClientReply> ends) {
    private static final UnderWay NOTHING =
        new UnderWay(null, CompletableFuture.completedFuture(null));

    MemberChange change() {
      return request.change();
    }

    LeaderAnswer answer(LeaderOfChanges leader) throws InterruptedException {
      try {
        RaftClientReply reply = ends.get(MOMENT_MILLIS, TimeUnit.MILLISECONDS);
        return reply.isSuccess() ? leader.changed() : failed(reply.getException());
      } catch (TimeoutException e) {
        return new LeaderAnswer.Begun();
      } catch (ExecutionException e) {
        return failed(ConsensusException.unwrap(e.getCause()));
      }
    }

    private LeaderAnswer failed(Throwable cause) {
      LOG.log(Level.INFO, "the change of the members failed: " + change().text(), cause);
      if (cause instanceof ReconfigurationTimeoutException) {
        return LeaderAnswer.Ended.refused(
            Why.NODE_SILENT,
            change().node() + " does not answer at its raft_port as a node that is to join");
      }
      return cause instanceof SetConfigurationException
          ? LeaderAnswer.Ended.refused(Why.CHANGE_UNDER_WAY, "the members changed meanwhile")
          : new LeaderAnswer.Busy("the beginning of a term");
    }
  }
}
