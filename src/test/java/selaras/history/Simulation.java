package selaras.history;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Clients that use a {@link SimulatedLock} over a network that delays and loses, with fail-overs:
 * makes a history without a clock or a thread. The same seed makes the same history.
 */
final class Simulation {
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long LEASE = 100 * MILLI;
  private static final long FAIL_OVER_EVERY = 500 * MILLI;
  private static final int CLIENTS = 8;

  private final Random random;
  private final SimulatedLock lock;
  private final long end;
  private final History history = new History();
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::time));

  Simulation(long seed, Flaw flaw, long seconds) {
    random = new Random(seed);
    lock = new SimulatedLock(random, flaw);
    end = TimeUnit.SECONDS.toNanos(seconds);
  }

  History run() {
    for (int client = 0; client < CLIENTS; client++) {
      next(client, 0, 0);
    }
    at(FAIL_OVER_EVERY, this::failOver);
    for (Event event; (event = events.poll()) != null; ) {
      event.what().run(event.time());
    }
    return history;
  }

  private void failOver(long now) {
    lock.failOver();
    if (now < end) {
      at(now + FAIL_OVER_EVERY, this::failOver);
    }
  }

  /** What a client does next, holding the lock under this token, or not if it is 0. */
  private void next(int client, long now, long token) {
    if (now < end) {
      at(now + random.nextLong(40 * MILLI), sent -> send(client, sent, call(token), token));
    }
  }

  private Call call(long token) {
    if (token == 0) {
      Mode mode = random.nextInt(3) == 0 ? Mode.SHARED : Mode.EXCLUSIVE;
      return new Call.Acquire(mode, LEASE, false);
    }
    return switch (random.nextInt(4)) {
      case 0 -> new Call.Renew(token, LEASE);
      case 1, 2 -> new Call.Check(token);
      default -> new Call.Release(token);
    };
  }

  private void send(int client, long sent, Call call, long token) {
    int fate = random.nextInt(60);
    long arrival = sent + way() + (fate == 0 ? random.nextLong(2_000 * MILLI) : 0);
    if (fate <= 2) {
      unknown(client, sent, call, token);
    }
    if (fate == 1) {
      return;
    }
    at(
        arrival,
        now -> {
          Reply reply = lock.apply(now, call);
          if (fate > 2) {
            at(now + way(), done -> answered(client, sent, done, call, reply, token));
          }
        });
  }

  private void unknown(int client, long sent, Call call, long token) {
    history.add(new Operation(client, "lock", call, sent, Operation.NEVER, new Reply.Unknown()));
    at(sent + 50 * MILLI, now -> next(client, now, token));
  }

  private void answered(int client, long sent, long done, Call call, Reply reply, long token) {
    history.add(new Operation(client, "lock", call, sent, done, reply));
    next(client, done, tokenAfter(reply, token));
  }

  /** A client that lost its lock mostly notices, but sometimes tries once more. */
  private long tokenAfter(Reply reply, long token) {
    if (reply instanceof Reply.Granted granted) {
      return granted.token();
    }
    boolean over = reply instanceof Reply.Released || reply instanceof Reply.NotHeld;
    return over && random.nextInt(4) > 0 ? 0 : token;
  }

  private long way() {
    return MILLI / 10 + random.nextLong(3 * MILLI);
  }

  private void at(long time, Happening what) {
    events.add(new Event(time, what));
  }

  private interface Happening {
    void run(long now);
  }

  private record Event(long time, Happening what) {}
}
