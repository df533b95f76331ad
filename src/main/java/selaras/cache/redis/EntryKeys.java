package selaras.cache.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The names under which Redis holds what belongs to one key. The hash tag in braces is never empty,
 * so that all of them share a slot, and no two of them are equal for any two keys.
 */
record EntryKeys(String key) {
  String entry() {
    return "selaras:" + tag();
  }

  /** The entry, its version once it is gone, and the remembered answer if the request has an id. */
  List<String> forWriting(String verb, Optional<String> requestId) {
    List<String> all = new ArrayList<>(3);
    all.add(entry());
    all.add("selaras:version:" + tag());
    // with the length, or the key "a" with the id "}b" would be the key "a}" with the id "b"
    requestId.ifPresent(
        id -> all.add("selaras:request:" + verb + ":" + key.length() + ":" + tag() + id));
    return all;
  }

  private String tag() {
    return "{c:" + key + "}";
  }
}
