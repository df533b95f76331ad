package selaras.web;

import java.util.Optional;
import selaras.access.Caller;

/** Reads from requests what belongs to their caller; what is another's is a 403. */
final class Own {
  private static final String REQUEST_ID = "request_id";

  private Own() {}

  /** The name of a request, which is one among those of its caller; empty for none. */
  static Optional<String> requestId(Body body, Caller caller) {
    return caller.owner().scope(body.optionalName(REQUEST_ID));
  }

  static Optional<String> requestId(Query query, Caller caller) {
    return caller.owner().scope(query.optionalName(REQUEST_ID));
  }

  /**
   * An id that a node gave out.
   *
   * @param member that named it
   * @param marked the part of it that says whose it is
   */
  static void check(String member, String marked, Caller caller) {
    if (!caller.mayUse(marked)) {
      throw Problem.of(403, "not yours", member + ": given to another principal, or to nobody")
          .with("member", member);
    }
  }
}
