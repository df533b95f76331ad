package selaras.queue.redis;

import java.util.ArrayList;
import java.util.List;
import selaras.queue.Partition;

/**
 * The names of a partition's keys, such as {@code selaras:q:{orders/0}:ready}. The braces are Redis
 * Cluster's hash tag: the keys of a partition share a slot.
 */
final class PartitionKeys {
  private static final List<String> PARTS =
      List.of("ready", "leased", "delayed", "dead", "body", "meta", "counts");

  private PartitionKeys() {}

  /** The keys 1 to 7 of {@code prelude.lua}. */
  static List<String> of(Partition partition) {
    String prefix = prefix(partition);
    return PARTS.stream().map(part -> prefix + part).toList();
  }

  /** The keys 1 to 8, the last one for the answer to this verb under this request id. */
  static List<String> of(Partition partition, String verb, String requestId) {
    List<String> keys = new ArrayList<>(of(partition));
    keys.add(prefix(partition) + "answer:" + verb + ":" + requestId);
    return keys;
  }

  /** A name may contain braces; escaped, the first closing one still ends the tag. */
  private static String prefix(Partition partition) {
    String name = partition.queue().replace("%", "%25").replace("{", "%7B").replace("}", "%7D");
    return "selaras:q:{" + name + "/" + partition.index() + "}:";
  }
}
