package selaras.consensus.ratis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.ratis.server.RaftServer;
import selaras.cluster.NodeId;
import selaras.cluster.Peer;
import selaras.consensus.ConsensusException;
import selaras.consensus.Membership;
import selaras.consensus.MembershipOutcome;
import selaras.consensus.MembershipOutcome.Refused;
import selaras.consensus.MembershipOutcome.Why;

/**
 * Asks the leader for a change of the members, whichever node that is, again and again until it has
 * ended. Each call waits on a thread of the executor.
 */
final class RatisMembership implements Membership {
  private static final long PAUSE_MILLIS = 100;

  /** A request to another node is given up after that time. */
  private static final long ATTEMPT_MILLIS = 2_000;

  private final RaftServer.Division division;
  private final Addresses addresses;
  private final Function<ChangeRequest, CompletableFuture<LeaderAnswer>> leader;
  private final Duration toBegin;
  private final Duration toEnd;
  private final Executor executor;

  /**
   * @param leader asks it once
   * @param toBegin how long a leader that begins the change is waited for
   * @param toEnd how long the end of a change that has begun is waited for
   */
  RatisMembership(
      RaftServer.Division division,
      Addresses addresses,
      Function<ChangeRequest, CompletableFuture<LeaderAnswer>> leader,
      Duration toBegin,
      Duration toEnd,
      Executor executor) {
    this.division = division;
    this.addresses = addresses;
    this.leader = leader;
    this.toBegin = toBegin;
    this.toEnd = toEnd;
    this.executor = executor;
  }

  @Override
  public List<Peer> members() {
    return addresses.of(division.getRaftConf());
  }

  @Override
  public boolean isChanging() {
    return !division.getRaftConf().getPreviousPeers().isEmpty();
  }

  @Override
  public CompletableFuture<MembershipOutcome> add(Peer node) {
    return change(new MemberChange.Add(node));
  }

  @Override
  public CompletableFuture<MembershipOutcome> remove(NodeId node) {
    return change(new MemberChange.Remove(node));
  }

  private CompletableFuture<MembershipOutcome> change(MemberChange change) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return untilItEnds(ChangeRequest.of(change));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(
                new ConsensusException.NodeStops("this node stops", true));
          }
        },
        executor);
  }

  private MembershipOutcome untilItEnds(ChangeRequest request) throws InterruptedException {
    long from = System.nanoTime();
    boolean begun = false;
    String busyWith = "";
    while (System.nanoTime() - from < (begun ? toEnd : toBegin).toNanos()) {
      try {
        switch (leader.apply(request).get(ATTEMPT_MILLIS, TimeUnit.MILLISECONDS)) {
          case LeaderAnswer.Ended ended -> {
            return ended.outcome();
          }
          case LeaderAnswer.Begun yes -> begun = true;
          case LeaderAnswer.Busy busy -> busyWith = busy.with();
        }
      } catch (TimeoutException e) {
        begun = true;
      } catch (ExecutionException e) {
        begun |= !(ConsensusException.unwrap(e.getCause()) instanceof ConsensusException.NoQuorum);
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    if (begun) {
      throw new ConsensusException.Indeterminate(
          "the change is still under way, or its end did not become known; the same call tells");
    }
    if (busyWith.isEmpty()) {
      throw new ConsensusException.NoQuorum("no leader took the change");
    }
    return new Refused(Why.CHANGE_UNDER_WAY, "waited for " + busyWith);
  }
}
