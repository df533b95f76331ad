package selaras.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TopologyTest {

  @Test
  void parse_threeNodes_findsThisOneAndSortsThem() {
    Topology topology = Topology.parse("b", "c=h3:3:13, b=h2:2:12,a=h1:1:11");
    assertThat(topology.me()).isEqualTo(new Peer(new NodeId("b"), "h2", 2, 12));
    assertThat(topology.peers())
        .extracting(peer -> peer.id().value())
        .containsExactly("a", "b", "c");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "a=h",
        "a=h:1",
        "a=h:x:2",
        "a=h:0:2",
        "a=h:1:70000",
        "a b=h:1:2",
        "=h:1:2"
      })
  void parse_malformed_isRefused(String nodes) {
    assertThatThrownBy(() -> Topology.parse("a", nodes))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void parse_thisNodeMissing_isRefusedNamingTheKey() {
    assertThatThrownBy(() -> Topology.parse("z", "a=h:1:2"))
        .hasMessageContaining("node.id=z")
        .hasMessageContaining("cluster.nodes");
  }

  @Test
  void parse_sameNodeTwice_isRefused() {
    assertThatThrownBy(() -> Topology.parse("a", "a=h:1:2,a=h:3:4")).hasMessageContaining("twice");
  }
}
