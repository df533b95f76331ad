package selaras.history;

import java.util.concurrent.TimeUnit;

/** Writes a history of one lock by hand: client, from and to in milliseconds, what happened. */
final class Story {
  static final long LEASE = TimeUnit.MILLISECONDS.toNanos(100);

  private final History history = new History();

  History history() {
    return history;
  }

  Story granted(int client, long from, long to, Mode mode, long token) {
    return told(client, from, to, acquire(mode), new Reply.Granted(token));
  }

  /** An exclusive lock, granted in the end. */
  Story waiting(int client, long from, long to, long token) {
    Call call = new Call.Acquire(Mode.EXCLUSIVE, LEASE, true);
    return told(client, from, to, call, new Reply.Granted(token));
  }

  Story refused(int client, long from, long to, Mode mode) {
    return told(client, from, to, acquire(mode), new Reply.Refused());
  }

  Story renewed(int client, long from, long to, long token) {
    return told(client, from, to, new Call.Renew(token, LEASE), new Reply.Renewed());
  }

  Story renewNotHeld(int client, long from, long to, long token) {
    return told(client, from, to, new Call.Renew(token, LEASE), new Reply.NotHeld());
  }

  Story released(int client, long from, long to, long token) {
    return told(client, from, to, new Call.Release(token), new Reply.Released());
  }

  Story releaseNotHeld(int client, long from, long to, long token) {
    return told(client, from, to, new Call.Release(token), new Reply.NotHeld());
  }

  Story current(int client, long from, long to, long token) {
    return told(client, from, to, new Call.Check(token), new Reply.Current());
  }

  Story notCurrent(int client, long from, long to, long token) {
    return told(client, from, to, new Call.Check(token), new Reply.NotCurrent());
  }

  /** Nobody knows what became of it. */
  Story lost(int client, long from, Call call) {
    history.add(
        new Operation(client, "lock", call, nanos(from), Operation.NEVER, new Reply.Unknown()));
    return this;
  }

  private Story told(int client, long from, long to, Call call, Reply reply) {
    history.add(new Operation(client, "lock", call, nanos(from), nanos(to), reply));
    return this;
  }

  private static Call acquire(Mode mode) {
    return new Call.Acquire(mode, LEASE, false);
  }

  private static long nanos(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }
}
