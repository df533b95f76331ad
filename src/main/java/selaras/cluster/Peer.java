package selaras.cluster;

/**
 * Where a node is found.
 *
 * @param id its name
 * @param host the name or address that the other nodes and clients use
 * @param httpPort the port of the API
 * @param raftPort the port of the consensus protocol
 */
public record Peer(NodeId id, String host, int httpPort, int raftPort) {
  public Peer {
    if (host.isBlank()) {
      throw new IllegalArgumentException("no host for " + id);
    }
    requirePort(id, httpPort);
    requirePort(id, raftPort);
  }

  /** Reads {@code node-1=127.0.0.1:8001:9001}. */
  public static Peer parse(String text) {
    String[] idAndPlace = text.strip().split("=", 2);
    String[] place = idAndPlace.length == 2 ? idAndPlace[1].split(":") : new String[0];
    if (place.length != 3) {
      throw new IllegalArgumentException(
          "not of the form id=host:httpPort:raftPort: '" + text + "'");
    }
    try {
      NodeId id = new NodeId(idAndPlace[0].strip());
      return new Peer(id, place[0], Integer.parseInt(place[1]), Integer.parseInt(place[2]));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a port in '" + text + "'", e);
    }
  }

  /** As {@link #parse} reads it. */
  public String text() {
    return id + "=" + host + ":" + httpPort + ":" + raftPort;
  }

  private static void requirePort(NodeId id, int port) {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("not a port for " + id + ": " + port);
    }
  }
}
