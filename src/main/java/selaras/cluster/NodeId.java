package selaras.cluster;

import java.util.regex.Pattern;

/**
 * The name of a node, such as {@code node-1}: letters, digits, dot, dash, underscore; at most 64.
 */
public record NodeId(String value) implements Comparable<NodeId> {
  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  public NodeId {
    if (!VALID.matcher(value).matches()) {
      throw new IllegalArgumentException("not a node id: '" + value + "'");
    }
  }

  @Override
  public int compareTo(NodeId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
