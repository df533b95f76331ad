package selaras.lock;

import java.util.LinkedHashMap;

/**
 * The answers to past requests, by request id, oldest first; so that a request sent again has one
 * effect. Bounded by log time and by count. Mutable; belongs to one table.
 *
 * <p>There are far more of them than of locks, and few are asked for: they are kept encoded, which
 * takes half the memory.
 */
final class RequestMemory {
  final LinkedHashMap<String, Answered> answers = new LinkedHashMap<>();
  private final Footprint footprint;

  RequestMemory(Footprint footprint) {
    this.footprint = footprint;
  }

  void forgetUpTo(long millis) {
    while (!answers.isEmpty() && answers.firstEntry().getValue().millis() <= millis) {
      forget(answers.firstEntry().getKey());
    }
  }

  Answered find(String requestId) {
    return requestId.isEmpty() ? null : answers.get(requestId);
  }

  /**
   * Remembers an answer.
   *
   * @param millis the log time of the request
   * @param fingerprint of the command, to notice an id that is used twice
   */
  void put(String requestId, long millis, long fingerprint, LockOutcome outcome) {
    keep(requestId, new Answered(millis, fingerprint, OutcomeCodec.encode(outcome)));
  }

  /** A request whose answer was that it has to wait has got its final one; its age stays. */
  void revise(String requestId, LockOutcome outcome) {
    Answered old = answers.get(requestId);
    if (old != null) {
      keep(requestId, new Answered(old.millis, old.fingerprint, OutcomeCodec.encode(outcome)));
    }
  }

  /** In its place, if there was one before. */
  private void keep(String requestId, Answered answered) {
    Answered old = answers.put(requestId, answered);
    footprint.add(Footprint.of(requestId, answered));
    if (old != null) {
      footprint.add(-Footprint.of(requestId, old));
    }
  }

  void forget(String requestId) {
    Answered old = answers.remove(requestId);
    if (old != null) {
      footprint.add(-Footprint.of(requestId, old));
    }
  }

  boolean isFull(int limit) {
    return answers.size() >= limit;
  }

  /** A remembered answer. */
  record Answered(long millis, long fingerprint, byte[] encoded) {
    LockOutcome outcome() {
      return OutcomeCodec.decode(encoded);
    }
  }
}
