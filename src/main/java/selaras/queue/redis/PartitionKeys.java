package selaras.queue.redis;

import java.util.ArrayList;
import java.util.List;
import selaras.queue.NewMessage;
import selaras.queue.Partition;

/**
 * The names of a partition's keys, such as {@code selaras:q:{orders/0}:fresh}. The braces are Redis
 * Cluster's hash tag: the keys of a partition share a slot.
 */
final class PartitionKeys {
  private static final List<String> PARTS =
      List.of(
          "fresh", "again", "leased", "delayed", "body", "meta", "tails", "next", "dead", "grave",
          "counts");

  private PartitionKeys() {}

  /** The keys 1 to 11 of {@code prelude.lua}. */
  static List<String> of(Partition partition) {
    String prefix = prefix(partition);
    return PARTS.stream().map(part -> prefix + part).toList();
  }

  /** The keys 1 to 12, the last one for the answer to this verb under this request id. */
  static List<String> of(Partition partition, String verb, String requestId) {
    List<String> keys = new ArrayList<>(of(partition));
    keys.add(answer(partition, verb, requestId));
    return keys;
  }

  static String answer(Partition partition, String verb, String requestId) {
    return prefix(partition) + "answer:" + verb + ":" + requestId;
  }

  /** Where the message's deduplication id is remembered: apart for each key. */
  static String dedup(Partition partition, NewMessage message) {
    String key = message.key().orElse("");
    return prefix(partition)
        + "dedup:"
        + key.length()
        + ":"
        + key
        + ":"
        + message.dedupId().orElse("");
  }

  private static String prefix(Partition partition) {
    return "selaras:q:{" + escaped(partition.queue()) + "/" + partition.index() + "}:";
  }

  /** A name may contain braces; escaped, the first closing one still ends the tag. */
  static String escaped(String queue) {
    return queue.replace("%", "%25").replace("{", "%7B").replace("}", "%7D");
  }

  static String unescaped(String text) {
    return text.replace("%7D", "}").replace("%7B", "{").replace("%25", "%");
  }
}
