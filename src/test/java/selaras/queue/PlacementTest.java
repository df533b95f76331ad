package selaras.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import selaras.cluster.NodeId;

class PlacementTest {
  private static final NodeId ONE = new NodeId("node-1");
  private static final NodeId TWO = new NodeId("node-2");
  private static final NodeId THREE = new NodeId("node-3");

  private Set<NodeId> live = Set.of(ONE, TWO, THREE);

  @Test
  void isOwnedHere_allNodesAlive_eachPartitionOwnedOnce() {
    List<Placement> views = List.of(seenBy(ONE), seenBy(TWO), seenBy(THREE));

    assertThat(partitions())
        .allMatch(partition -> views.stream().filter(v -> v.isOwnedHere(partition)).count() == 1);
  }

  @Test
  void ownerOf_nodeLeavesAndReturns_onlyItsShareMovesAndComesBack() {
    Placement placement = seenBy(ONE);
    Map<Partition, NodeId> before = owners(placement);
    live = Set.of(ONE, THREE);
    Map<Partition, NodeId> without = owners(placement);
    live = Set.of(ONE, TWO, THREE);

    assertThat(without).doesNotContainValue(TWO);
    before.forEach(
        (partition, owner) -> {
          if (!owner.equals(TWO)) {
            assertThat(without.get(partition)).isEqualTo(owner);
          }
        });
    assertThat(owners(placement)).isEqualTo(before);
  }

  @Test
  void ownerOf_nobodyKnownAlive_self() {
    live = Set.of();

    assertThat(seenBy(TWO).ownerOf(new Partition("orders", 0))).isEqualTo(TWO);
  }

  @Test
  void shardOf_severalShards_dependsOnNeitherNodeNorLife() {
    Set<String> shards = Set.of("redis-1", "redis-2");
    Placement here = new Placement(shards, ONE, () -> live);
    Placement there = new Placement(shards, TWO, Set::of);

    assertThat(partitions()).allMatch(p -> here.shardOf(p).equals(there.shardOf(p)));
    assertThat(partitions().stream().map(here::shardOf).distinct()).hasSize(2);
  }

  private Placement seenBy(NodeId self) {
    return new Placement(Set.of("redis-1"), self, () -> live);
  }

  private static Map<Partition, NodeId> owners(Placement placement) {
    Map<Partition, NodeId> owners = new HashMap<>();
    partitions().forEach(partition -> owners.put(partition, placement.ownerOf(partition)));
    return owners;
  }

  private static List<Partition> partitions() {
    return IntStream.range(0, 300).mapToObj(i -> new Partition("queue-" + i % 30, i / 30)).toList();
  }
}
