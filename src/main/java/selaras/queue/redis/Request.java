package selaras.queue.redis;

import java.time.Duration;
import java.util.Optional;

/**
 * Under which id the answer to a call is remembered, and for how long.
 *
 * @param id the client's, or one drawn for this call
 * @param sent whether the client named it
 * @param rememberFor long for a client, who may come back; short for the node's own second attempt
 */
record Request(String id, boolean sent, Duration rememberFor) {
  private static final Duration OWN_ATTEMPTS = Duration.ofSeconds(10);

  static Request of(Optional<String> sentId, Duration rememberFor) {
    // the prefixes keep the drawn ids and the clients' apart
    return sentId
        .map(id -> new Request("c:" + id, true, rememberFor))
        .orElseGet(() -> new Request("n:" + RandomText.next(), false, OWN_ATTEMPTS));
  }

  /** The id of one part of the call; the first part has that of the call. */
  String part(int index) {
    return index == 0 ? id : index + ":" + id;
  }

  String rememberMillis() {
    return Long.toString(rememberFor.toMillis());
  }

  String sentFlag() {
    return sent ? "1" : "0";
  }

  /** As {@link #sentFlag}, of one who asks again when there is nothing. */
  String waitsFlag() {
    return sent ? "2" : "0";
  }
}
