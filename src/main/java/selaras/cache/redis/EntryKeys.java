package selaras.cache.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import selaras.store.redis.RememberedAnswers;

/**
 * The names under which Redis holds what belongs to one key. All of them have the hash tag of the
 * key's partition and so share a slot, and no two of them are equal for any two keys.
 */
record EntryKeys(int partition, String key) {
  /** Who may be serving copies. */
  static final String NODES = "selaras:{cache}:nodes";

  /** What belongs to a whole partition. */
  static String partition(int partition) {
    return "selaras:{c" + partition + "}";
  }

  String entry() {
    return partition(partition) + ":entry:" + key;
  }

  /** The entry and its partition. */
  List<String> forReading() {
    return List.of(entry(), partition(partition));
  }

  /** The entry, its partition, and the remembered answer if the request has an id. */
  List<String> forWriting(String verb, Optional<String> requestId) {
    List<String> all = new ArrayList<>(3);
    all.add(entry());
    all.add(partition(partition));
    String prefix = partition(partition) + ":request:";
    requestId.ifPresent(id -> all.add(RememberedAnswers.key(prefix, verb, key, id)));
    return all;
  }
}
