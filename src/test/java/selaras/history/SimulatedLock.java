package selaras.history;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A lock on one machine, in simulated time: right, but for the flaw it is given. Times are in
 * nanoseconds; calls come in their order.
 */
final class SimulatedLock {
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  private final Random random;
  private final Flaw flaw;
  private final TreeMap<Long, Held> holders = new TreeMap<>();
  private final TreeMap<Long, Held> ended = new TreeMap<>();
  private TreeMap<Long, Held> copy = new TreeMap<>();
  private long lastToken;
  private long snapshotToken;

  SimulatedLock(Random random, Flaw flaw) {
    this.random = random;
    this.flaw = flaw;
  }

  Reply apply(long now, Call call) {
    expire(now);
    if (random.nextInt(3) == 0) {
      copy = new TreeMap<>(holders);
    }
    return switch (call) {
      case Call.Acquire acquire -> acquire(now, acquire);
      case Call.Renew renew -> renew(now, renew);
      case Call.Release release ->
          holders.remove(release.token()) == null ? new Reply.NotHeld() : new Reply.Released();
      case Call.Check check -> check(check.token());
      case Call.Read read -> throw new IllegalArgumentException("no register: " + call);
      case Call.Write write -> throw new IllegalArgumentException("no register: " + call);
    };
  }

  /** The leases of a new leader last longer by what it took to elect it. */
  void failOver() {
    long outage = random.nextLong(300 * MILLI);
    holders.replaceAll((token, held) -> new Held(held.mode(), held.end() + outage));
    if (flaw == Flaw.GRANT_LOST_AT_FAILOVER && !holders.isEmpty()) {
      holders.pollLastEntry();
    }
    if (flaw == Flaw.TOKEN_REUSED_AT_FAILOVER) {
      lastToken = snapshotToken;
    }
    snapshotToken = Math.max(0, lastToken - 3);
  }

  private void expire(long now) {
    for (Map.Entry<Long, Held> entry : new TreeMap<>(holders).entrySet()) {
      if (entry.getValue().end() <= now) {
        holders.remove(entry.getKey());
        ended.put(entry.getKey(), entry.getValue());
      }
    }
  }

  private Reply acquire(long now, Call.Acquire acquire) {
    if (holders.values().stream().anyMatch(held -> held.mode().excludes(acquire.mode()))) {
      return new Reply.Refused();
    }
    holders.put(++lastToken, new Held(acquire.mode(), end(now, acquire.leaseNanos())));
    return new Reply.Granted(lastToken);
  }

  private Reply renew(long now, Call.Renew renew) {
    Held held = holders.get(renew.token());
    if (held == null && flaw == Flaw.RESURRECTION) {
      held = ended.get(renew.token());
    }
    if (held == null) {
      return new Reply.NotHeld();
    }
    holders.put(renew.token(), new Held(held.mode(), end(now, renew.leaseNanos())));
    return new Reply.Renewed();
  }

  private Reply check(long token) {
    TreeMap<Long, Held> read = flaw == Flaw.STALE_CHECK ? copy : holders;
    return read.containsKey(token) ? new Reply.Current() : new Reply.NotCurrent();
  }

  private long end(long now, long leaseNanos) {
    long off =
        flaw == Flaw.EARLY_EXPIRY
            ? -8 * MILLI - random.nextLong(8 * MILLI)
            : random.nextLong(30 * MILLI);
    return now + leaseNanos + off;
  }

  private record Held(Mode mode, long end) {}
}
