package selaras.consensus.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcReplyProto;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftConfiguration;
import org.apache.ratis.server.leader.FollowerInfo;
import org.apache.ratis.server.leader.LogAppender;
import org.apache.ratis.server.raftlog.RaftLog;
import org.junit.jupiter.api.Test;

/** Node {@code a} leads, and followers answer it. */
final class LeadershipTest {
  private static final long TERM = 7;
  private static final long NEXT_CALL = 5;

  private RaftConfiguration members = QuorumTest.members("a", "b", "c");
  private final Leadership leadership = new Leadership(this::isMajority);
  private final LogAppender b = appender("b");
  private final LogAppender c = appender("c");

  @Test
  void prove_needsAnAnswerToWhatWasSentAfterTheCall() {
    CompletableFuture<Void> proof = leadership.prove(TERM);
    leadership.answered(b, reply(NEXT_CALL - 1, TERM));
    leadership.answered(b, reply(NEXT_CALL, TERM + 1));
    assertThat(proof).isNotDone();
    leadership.answered(b, reply(NEXT_CALL, TERM));
    assertThat(proof).isCompleted();
  }

  @Test
  void prove_bySomeWhoAreNoMembers_isNone() {
    LogAppender staged = appender("d");
    CompletableFuture<Void> proof = leadership.prove(TERM);
    leadership.answered(staged, reply(NEXT_CALL, TERM));
    assertThat(proof).isNotDone();
    leadership.answered(c, reply(NEXT_CALL, TERM));
    assertThat(proof).isCompleted();
  }

  @Test
  void prove_whileMembersChange_needsTheNewAndTheOld() {
    CompletableFuture<Void> proof = leadership.prove(TERM);
    members = QuorumTest.change(List.of("a", "b", "c"), List.of("a", "d", "e"));
    LogAppender d = appender("d");
    leadership.answered(b, reply(NEXT_CALL, TERM));
    assertThat(proof).isNotDone();
    leadership.answered(d, reply(NEXT_CALL, TERM));
    assertThat(proof).isCompleted();
  }

  @Test
  void prove_onALeaderThatIsBeingRemoved_doesNotCountIt() {
    members = QuorumTest.members("b", "c");
    CompletableFuture<Void> proof = leadership.prove(TERM);
    leadership.answered(b, reply(NEXT_CALL, TERM));
    assertThat(proof).isNotDone();
    leadership.answered(c, reply(NEXT_CALL, TERM));
    assertThat(proof).isCompleted();
  }

  @Test
  void prove_byTheOnlyMember_isThereAtOnce() {
    members = QuorumTest.members("a");
    assertThat(leadership.prove(TERM)).isCompleted();
    members = QuorumTest.change(List.of("a"), List.of("a", "b"));
    assertThat(leadership.prove(TERM)).isNotDone();
  }

  private boolean isMajority(Set<RaftPeerId> followers) {
    Set<RaftPeerId> nodes = new HashSet<>(followers);
    nodes.add(RaftPeerId.valueOf("a"));
    return Quorum.isMajority(members, nodes);
  }

  private LogAppender appender(String follower) {
    FollowerInfo info = answering(FollowerInfo.class, Map.of("getMatchIndex", 0L));
    Map<String, Object> answers =
        Map.of(
            "getFollowerId",
            RaftPeerId.valueOf(follower),
            "getFollower",
            info,
            "getRaftLog",
            answering(RaftLog.class, Map.of("getNextIndex", 1L)),
            "getCallId",
            NEXT_CALL,
            "getCallIdComparator",
            (Comparator<Long>) Long::compare);
    LogAppender appender = answering(LogAppender.class, answers);
    leadership.sendsBy(appender);
    return appender;
  }

  private static <T> T answering(Class<T> type, Map<String, Object> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, args) ->
                switch (method.getName()) {
                  case "equals" -> self == args[0];
                  case "hashCode" -> System.identityHashCode(self);
                  default -> answers.get(method.getName());
                }));
  }

  private static AppendEntriesReplyProto reply(long call, long term) {
    return AppendEntriesReplyProto.newBuilder()
        .setServerReply(RaftRpcReplyProto.newBuilder().setSuccess(true).setCallId(call))
        .setTerm(term)
        .build();
  }
}
