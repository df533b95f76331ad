package selaras.consensus.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftConfiguration;
import org.apache.ratis.server.impl.ServerImplUtils;
import org.junit.jupiter.api.Test;

final class QuorumTest {
  @Test
  void isMajority_ofStableMembers_isMoreThanHalf() {
    RaftConfiguration one = members("a");
    assertThat(isMajority(one)).isFalse();
    assertThat(isMajority(one, "a")).isTrue();
    RaftConfiguration three = members("a", "b", "c");
    assertThat(isMajority(three, "a")).isFalse();
    assertThat(isMajority(three, "a", "b")).isTrue();
    RaftConfiguration four = members("a", "b", "c", "d");
    assertThat(isMajority(four, "a", "b")).isFalse();
    assertThat(isMajority(four, "a", "b", "d")).isTrue();
  }

  @Test
  void isMajority_ofNodesThatAreNoMembers_doesNotCountThem() {
    assertThat(isMajority(members("a", "b", "c"), "a", "staged", "removed")).isFalse();
    assertThat(isMajority(members("b", "c"), "a", "b")).isFalse();
    assertThat(isMajority(members("b", "c"), "b", "c")).isTrue();
  }

  @Test
  void isMajority_duringAChange_isOneOfBoth() {
    RaftConfiguration grows = change(List.of("a"), List.of("a", "b"));
    assertThat(isMajority(grows, "a")).isFalse();
    assertThat(isMajority(grows, "b")).isFalse();
    assertThat(isMajority(grows, "a", "b")).isTrue();
    RaftConfiguration swaps = change(List.of("a", "b", "c"), List.of("a", "d", "e"));
    assertThat(isMajority(swaps, "a", "b")).as("of the members before alone").isFalse();
    assertThat(isMajority(swaps, "a", "d")).as("of the members to come alone").isFalse();
    assertThat(isMajority(swaps, "b", "c", "d", "e")).isTrue();
    assertThat(isMajority(swaps, "a", "b", "d")).isTrue();
  }

  private static boolean isMajority(RaftConfiguration members, String... nodes) {
    Set<RaftPeerId> ids = Arrays.stream(nodes).map(RaftPeerId::valueOf).collect(Collectors.toSet());
    return Quorum.isMajority(members, ids);
  }

  static RaftConfiguration members(String... nodes) {
    return ServerImplUtils.newRaftConfiguration(
        peers(List.of(nodes)), List.of(), 1, List.of(), List.of());
  }

  static RaftConfiguration change(List<String> before, List<String> after) {
    return ServerImplUtils.newRaftConfiguration(
        peers(after), List.of(), 1, peers(before), List.of());
  }

  private static List<RaftPeer> peers(List<String> nodes) {
    return nodes.stream().map(id -> RaftPeer.newBuilder().setId(id).build()).toList();
  }
}
