package selaras.testing;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The network between the nodes of a {@link TestCluster}, for Raft: each node finds each other one
 * at the port of a relay, whose two directions can be cut one by one. Clients and Redis are not
 * affected. Thread-safe.
 */
public final class Links {
  private final Map<Way, Gate> gates = new HashMap<>();
  private final Map<Way, Relay> relays = new HashMap<>();
  private final int httpPort;
  private final int raftPort;

  /**
   * @param httpPort of the first node; those of the others follow
   * @param raftPort of the first node, where it listens itself
   */
  Links(int httpPort, int raftPort) {
    this.httpPort = httpPort;
    this.raftPort = raftPort;
    forAll(way -> gates.put(way, new Gate()));
    forAll(way -> relays.put(way, new Relay(raftPort + way.to() - 1, gate(way), gate(way.back()))));
  }

  /** The nodes as this one is to see them; in the form of {@code cluster.nodes}. */
  String nodesSeenBy(int self) {
    return TestCluster.NODES.stream()
        .map(
            node ->
                "node-%d=127.0.0.1:%d:%d"
                    .formatted(
                        node,
                        httpPort + node - 1,
                        node == self
                            ? raftPort + node - 1
                            : relays.get(new Way(self, node)).port()))
        .collect(Collectors.joining(","));
  }

  /** Nothing that one node sends reaches the other any more; the other direction stays. */
  public void cut(int from, int to) {
    gate(new Way(from, to)).shut();
  }

  /** Cuts a node off from all others, in both directions. */
  public void isolate(int node) {
    for (int other : TestCluster.othersThan(node)) {
      cut(node, other);
      cut(other, node);
    }
  }

  /** Everything goes through again, what was held back first. */
  public void heal() {
    gates.values().forEach(Gate::open);
  }

  /** What has reached one node from the other so far. */
  public long bytes(int from, int to) {
    return gate(new Way(from, to)).passed();
  }

  private Gate gate(Way way) {
    return gates.get(way);
  }

  private static void forAll(Consumer<Way> action) {
    for (int from : TestCluster.NODES) {
      TestCluster.othersThan(from).forEach(to -> action.accept(new Way(from, to)));
    }
  }

  private record Way(int from, int to) {
    Way back() {
      return new Way(to, from);
    }
  }
}
