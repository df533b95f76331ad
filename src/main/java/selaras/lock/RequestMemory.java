package selaras.lock;

import java.util.Iterator;
import java.util.LinkedHashMap;

/**
 * The answers to past requests, by request id, oldest first; so that a request sent again has one
 * effect. Bounded by log time and by count. Mutable; belongs to one table.
 */
final class RequestMemory {
  final LinkedHashMap<String, Answered> answers = new LinkedHashMap<>();

  void forgetUpTo(long millis) {
    Iterator<Answered> oldestFirst = answers.values().iterator();
    while (oldestFirst.hasNext() && oldestFirst.next().millis() <= millis) {
      oldestFirst.remove();
    }
  }

  Answered find(String requestId) {
    return requestId.isEmpty() ? null : answers.get(requestId);
  }

  void put(String requestId, Answered answered) {
    answers.put(requestId, answered);
  }

  /** A request whose answer was that it has to wait has got its final one; its age stays. */
  void revise(String requestId, LockOutcome outcome) {
    answers.computeIfPresent(
        requestId, (id, old) -> new Answered(old.millis(), old.fingerprint(), outcome));
  }

  void forget(String requestId) {
    answers.remove(requestId);
  }

  boolean isFull(int limit) {
    return answers.size() >= limit;
  }

  /**
   * A remembered answer.
   *
   * @param millis the log time of the request
   * @param fingerprint of the command, to notice an id that is used twice
   */
  record Answered(long millis, long fingerprint, LockOutcome outcome) {}
}
