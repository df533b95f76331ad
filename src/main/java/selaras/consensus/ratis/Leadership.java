package selaras.consensus.ratis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.leader.LogAppender;

/**
 * Proves that this node led at a moment: a majority has answered, in its term, what it was sent
 * after that moment (the ReadIndex of Ongaro's dissertation, section 6.4).
 *
 * <p>Ratis has one of its own, but 3.3.0 sends nothing when it has once confirmed the same commit
 * index, and lets a read share heartbeats that left before it: a leader that was stopped, and
 * deposed meanwhile, would answer a read from its past.
 *
 * <p>Thread-safe. A proof that never comes is forgotten when its future is done otherwise.
 */
final class Leadership {
  private final Predicate<Set<RaftPeerId>> majority;
  private final Map<RaftPeerId, LogAppender> appenders = new HashMap<>();
  private final List<Proof> open = new ArrayList<>();

  /**
   * @param majority whether this node and these followers are one, asked at each answer: who has a
   *     say changes with the members, and Ratis sends to some who have none
   */
  Leadership(Predicate<Set<RaftPeerId>> majority) {
    this.majority = majority;
  }

  /** Ratis sends to a follower by this one from now on. */
  synchronized void sendsBy(LogAppender appender) {
    appenders.put(appender.getFollowerId(), appender);
    open.forEach(proof -> proof.hearsFromNowOn(appender));
  }

  /** Completes when a majority has confirmed this node as the leader of the term since the call. */
  CompletableFuture<Void> prove(long term) {
    if (majority.test(Set.of())) {
      return CompletableFuture.completedFuture(null);
    }
    Proof proof;
    List<LogAppender> asked;
    synchronized (this) {
      asked = List.copyOf(appenders.values());
      proof = new Proof(term);
      asked.forEach(proof::hearsFromNowOn);
      open.removeIf(other -> other.proven.isDone());
      open.add(proof);
    }
    asked.forEach(Leadership::hurry);
    return proof.proven;
  }

  /** A follower has answered. */
  void answered(LogAppender appender, AppendEntriesReplyProto reply) {
    List<Proof> complete = new ArrayList<>();
    boolean older = false;
    synchronized (this) {
      for (Proof proof : open) {
        older |= !proof.hears(appender, reply);
        if (majority.test(proof.heard)) {
          complete.add(proof);
        }
      }
      open.removeAll(complete);
    }
    complete.forEach(proof -> proof.proven.complete(null));
    if (older) {
      // what it was asked for may have met a heartbeat that was leaving just then
      hurry(appender);
    }
  }

  /**
   * Asks for a heartbeat now, but not of a follower that catches up: each one cuts the entries
   * short that it is being sent, whose answers confirm as well.
   */
  private static void hurry(LogAppender appender) {
    long lag = appender.getRaftLog().getNextIndex() - appender.getFollower().getMatchIndex();
    if (lag <= RatisView.NEAR_ENTRIES) {
      appender.triggerHeartbeat();
    }
  }

  /** One moment, and who has confirmed it. */
  private static final class Proof {
    private final long term;
    private final Map<LogAppender, Long> firstCalls = new HashMap<>();
    private final Set<RaftPeerId> heard = new HashSet<>();
    private final CompletableFuture<Void> proven = new CompletableFuture<>();

    Proof(long term) {
      this.term = term;
    }

    /** Calls are numbered when they are made: the next one is made after the moment. */
    void hearsFromNowOn(LogAppender appender) {
      firstCalls.put(appender, appender.getCallId());
    }

    /** False if the follower has answered something older. */
    boolean hears(LogAppender appender, AppendEntriesReplyProto reply) {
      Long first = firstCalls.get(appender);
      boolean confirms = reply.getServerReply().getSuccess() && reply.getTerm() == term;
      if (first == null || !confirms) {
        return true;
      }
      long call = reply.getServerReply().getCallId();
      if (appender.getCallIdComparator().compare(call, first) >= 0) {
        heard.add(appender.getFollowerId());
      }
      return heard.contains(appender.getFollowerId());
    }
  }
}
