package selaras.lock.redis;

/**
 * The names of the mirror's keys: {@code selaras:locks} has the resources, one field each, {@code
 * {selaras:locks}:state} what the mirror says of itself. The braces are Redis Cluster's hash tag:
 * all of them share the slot of the first one.
 */
record MirrorKeys(String locks) {
  String state() {
    return "{" + locks + "}:state";
  }

  /** Of a mirror to be; no two have the same. */
  String draft(String leader, long term, long number) {
    return "{" + locks + "}:draft:" + leader + ":" + term + ":" + number;
  }
}
