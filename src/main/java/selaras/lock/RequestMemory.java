package selaras.lock;

import java.util.LinkedHashMap;

/**
 * The answers to past requests, by request id, oldest first; so that a request sent again has one
 * effect. Bounded by log time, but for requests that still wait, and by count. Mutable; belongs to
 * one table.
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

  /**
   * Forgets what is as old as that; a request that still waits begins a new time.
   *
   * @param now the log time
   */
  void forgetUpTo(long millis, long now) {
    while (!answers.isEmpty() && answers.firstEntry().getValue().millis <= millis) {
      String requestId = answers.firstEntry().getKey();
      Answered oldest = forget(requestId);
      if (oldest.waits()) {
        keep(requestId, new Answered(now, oldest.fingerprint, oldest.encoded));
      }
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

  /**
   * A request whose answer was that it has to wait has got its final one, which is as old as that
   * if the request is, and else new.
   *
   * @param now the log time
   */
  void revise(String requestId, long millis, long now, LockOutcome outcome) {
    Answered old = answers.get(requestId);
    if (old != null && old.millis == millis) {
      put(requestId, millis, old.fingerprint, outcome);
    } else if (forget(requestId) != null) {
      put(requestId, now, old.fingerprint, outcome);
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

  /** What was remembered, or null. */
  Answered forget(String requestId) {
    Answered old = answers.remove(requestId);
    if (old != null) {
      footprint.add(-Footprint.of(requestId, old));
    }
    return old;
  }

  boolean isFull(int limit) {
    return answers.size() >= limit;
  }

  /** A remembered answer. */
  record Answered(long millis, long fingerprint, byte[] encoded) {
    LockOutcome outcome() {
      return OutcomeCodec.decode(encoded);
    }

    /** Whether it is not the final answer. */
    boolean waits() {
      return OutcomeCodec.isQueued(encoded);
    }
  }
}
