package selaras.history;

/**
 * One call of one client.
 *
 * @param process the client, which does one thing at a time
 * @param resource the lock it is about
 * @param invoked when it was sent first, in nanoseconds of one clock for all
 * @param completed when the answer was there; {@link #NEVER} if there was none
 */
record Operation(
    int process, String resource, Call call, long invoked, long completed, Reply reply) {
  static final long NEVER = Long.MAX_VALUE;

  Operation {
    if (completed < invoked) {
      throw new IllegalArgumentException("answered before it was asked: " + call);
    }
    if ((completed == NEVER) != (reply instanceof Reply.Unknown)) {
      throw new IllegalArgumentException("an answer has a time, none has none: " + reply);
    }
  }

  boolean isKnown() {
    return completed != NEVER;
  }

  /** The same answer at the same time, to another question. */
  Operation with(String otherResource, Call otherCall) {
    return new Operation(process, otherResource, otherCall, invoked, completed, reply);
  }

  @Override
  public String toString() {
    String end = isKnown() ? "%.3f".formatted(completed / 1e6) : "never";
    return "[%.3f, %s] ms client %d %s: %s -> %s"
        .formatted(invoked / 1e6, end, process, resource, call, reply);
  }
}
