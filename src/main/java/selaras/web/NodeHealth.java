package selaras.web;

import java.util.List;

/**
 * A node of the cluster, as one that watches it over HTTP knows it; null what it does not.
 *
 * @param url where browsers find it
 * @param state {@code ready}, {@code not_ready}, or {@code silent} when it did not answer in time
 * @param failing the health checks that are down
 * @param lag log entries known to be committed that the node has not applied
 * @param silentForMs since its last answer
 */
record NodeHealth(
    String nodeId,
    String url,
    String state,
    List<String> failing,
    String role,
    Long term,
    String leader,
    Long commitIndex,
    Long appliedIndex,
    Long lag,
    Long silentForMs) {

  static NodeHealth silent(String nodeId, String url, Long forMillis) {
    return new NodeHealth(
        nodeId, url, "silent", List.of(), null, null, null, null, null, null, forMillis);
  }

  /** All of them, with the lag of each behind the one that has come farthest. */
  static List<NodeHealth> compared(List<NodeHealth> nodes) {
    long committed =
        nodes.stream()
            .filter(node -> node.commitIndex != null)
            .mapToLong(NodeHealth::commitIndex)
            .max()
            .orElse(0);
    return nodes.stream().map(node -> node.behind(committed)).toList();
  }

  private NodeHealth behind(long committed) {
    Long entries = appliedIndex == null ? null : Math.max(0, committed - appliedIndex);
    return new NodeHealth(
        nodeId,
        url,
        state,
        failing,
        role,
        term,
        leader,
        commitIndex,
        appliedIndex,
        entries,
        silentForMs);
  }
}
