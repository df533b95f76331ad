package selaras.store.redis;

import java.time.Duration;
import java.util.Optional;

/** What a script needs to remember its answer to a request id, for whoever sends that again. */
public final class RememberedAnswers {
  private RememberedAnswers() {}

  /**
   * Where it is remembered: apart for each verb, each name and each id, whatever is in them.
   *
   * @param prefix with the hash tag of what the script works on
   */
  public static String key(String prefix, String verb, String name, String requestId) {
    // with the length, or the name "a" with the id "bc" would be the name "ab" with the id "c"
    return prefix + verb + ":" + name.length() + ":" + name + requestId;
  }

  /** For how long, in milliseconds; {@code ""} for a request without an id. */
  public static String millis(Optional<String> requestId, Duration memory) {
    return requestId.isPresent() ? Long.toString(memory.toMillis()) : "";
  }
}
