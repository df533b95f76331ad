package selaras.lock;

import java.util.Comparator;
import java.util.List;

/** Somebody who stands in the queue of each resource it wants. Mutable; belongs to one table. */
final class Waiter {
  /** A holder that wants more of what it holds is ahead of everybody else; then by arrival. */
  static final Comparator<Waiter> IN_LINE = Waiter::compareInLine;

  static final Comparator<Waiter> BY_ARRIVAL = Comparator.comparingLong(waiter -> waiter.arrival);

  final LockCommand.Acquire ask;

  /** Counts the waiters; tells who came first. */
  final long arrival;

  /** The log time at which it leaves. */
  final long deadline;

  /** Whether it holds what it waits for, in a lesser way; change it only outside of any queue. */
  boolean ahead;

  /**
   * The id drawn for the latest call that waits for the answer: a request that is sent again takes
   * the place of the first one, whose hanging up then ends nothing.
   */
  String caller;

  Waiter(LockCommand.Acquire ask, long arrival, long deadline, boolean ahead) {
    this.ask = ask;
    this.arrival = arrival;
    this.deadline = deadline;
    this.ahead = ahead;
    this.caller = ask.lockId();
  }

  private static int compareInLine(Waiter one, Waiter other) {
    return one.ahead == other.ahead
        ? Long.compare(one.arrival, other.arrival)
        : Boolean.compare(other.ahead, one.ahead);
  }

  /** Whether it is served before another one in the same queue. */
  boolean isBefore(Waiter other) {
    return compareInLine(this, other) < 0;
  }

  String lockId() {
    return ask.lockId();
  }

  /** The log time of its request. */
  long asked() {
    return deadline - ask.terms().waitMillis();
  }

  String holderId() {
    return ask.holderId();
  }

  List<Want> wants() {
    return ask.wants();
  }

  Want wantOn(String resource) {
    return Want.on(resource, ask.wants());
  }
}
