package selaras.consensus.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.ratis.protocol.RaftPeer;
import org.junit.jupiter.api.Test;
import selaras.cluster.NodeId;
import selaras.cluster.Peer;
import selaras.cluster.Topology;

final class AddressesTest {
  private final Addresses addresses =
      new Addresses(Topology.parse("node-1", "node-1=h1:8001:9001,node-2=relay:8002:19002"));

  @Test
  void of_aNodeThatIsConfiguredHere_isWhereItIsConfigured() {
    RaftPeer logged = Addresses.toRaft(new Peer(new NodeId("node-2"), "h2", 8002, 9002));
    assertThat(addresses.of(logged))
        .isEqualTo(new Peer(new NodeId("node-2"), "relay", 8002, 19002));
  }

  @Test
  void of_aNodeThatIsNot_isWhereTheLogHasIt() {
    Peer fourth = new Peer(new NodeId("node-4"), "h4", 8004, 9004);
    assertThat(addresses.of(Addresses.toRaft(fourth))).isEqualTo(fourth);
  }

  @Test
  void of_aMemberInAnOldLog_hasThePortOfThisNodesApi() {
    RaftPeer old = RaftPeer.newBuilder().setId("node-4").setAddress("h4:9004").build();
    assertThat(addresses.of(old)).isEqualTo(new Peer(new NodeId("node-4"), "h4", 8001, 9004));
  }

  @Test
  void toAsk_aMember_isWithoutItsApiWhereRatisWouldSendCommands() {
    Peer fourth = new Peer(new NodeId("node-4"), "h4", 8004, 9004);
    List<RaftPeer> asked = Addresses.toAsk(List.of(Addresses.toRaft(fourth)));
    assertThat(asked).singleElement().returns("h4:9004", RaftPeer::getAddress);
    assertThat(asked.get(0).getClientAddress()).isNullOrEmpty();
  }
}
